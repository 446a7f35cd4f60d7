package dev.hongyan.contracts;

import java.util.Locale;
import java.util.ResourceBundle;

/// The words of the problems. No fall-back to the machine's language: the same request gets the same words everywhere.
final class ProblemTexts {
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    private static final ResourceBundle ENGLISH = bundle(Locale.ROOT);
    private static final ResourceBundle CHINESE = bundle(Locale.CHINESE);

    private ProblemTexts() {}

    static String text(Locale language, String key) {
        boolean chinese = language.getLanguage().equals(Locale.CHINESE.getLanguage());
        return (chinese ? CHINESE : ENGLISH).getString(key);
    }

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle("dev.hongyan.contracts.problems", locale, NO_FALLBACK);
    }
}
