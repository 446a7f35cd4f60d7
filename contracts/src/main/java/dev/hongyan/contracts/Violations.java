package dev.hongyan.contracts;

import java.util.Locale;
import java.util.ResourceBundle;

/// The words for single fields of an invalid request: one rule key, two languages.
public final class Violations {
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    private static final String BUNDLE = "dev.hongyan.contracts.violations";
    private static final ResourceBundle ENGLISH = ResourceBundle.getBundle(BUNDLE, Locale.ROOT, NO_FALLBACK);
    private static final ResourceBundle CHINESE = ResourceBundle.getBundle(BUNDLE, Locale.CHINESE, NO_FALLBACK);

    private Violations() {}

    /// What the rule of that key asks for, in the language asked for; the key itself when it is unknown.
    public static String text(Locale language, String key) {
        ResourceBundle bundle = language.getLanguage().equals(Locale.CHINESE.getLanguage()) ? CHINESE : ENGLISH;
        return bundle.containsKey(key) ? bundle.getString(key) : key;
    }
}
