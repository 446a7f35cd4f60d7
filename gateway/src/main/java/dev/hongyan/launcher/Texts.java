package dev.hongyan.launcher;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/// The sentences of the launcher, in the language of the shell it was started from.
final class Texts {
    private static final ResourceBundle BUNDLE = ResourceBundle.getBundle(
            "dev.hongyan.launcher.texts",
            locale(System.getenv()),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));

    private Texts() {}

    /// The sentence with its gaps filled. Numbers are written plainly: a port has no thousands.
    static String text(String key, Object... values) {
        Object[] plain = Arrays.stream(values).map(String::valueOf).toArray();
        return new MessageFormat(BUNDLE.getString(key), Locale.ROOT).format(plain);
    }

    /// By the order that POSIX gives the variables. What is not Chinese is English.
    static Locale locale(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value.startsWith("zh") ? Locale.CHINESE : Locale.ROOT;
            }
        }
        return Locale.ROOT;
    }
}
