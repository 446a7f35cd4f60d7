package dev.hongyan.kit.problem;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The languages that the product speaks: simplified Chinese and English.
public final class Languages {
    private static final List<Locale> SPOKEN = List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE, Locale.CHINESE);

    private Languages() {}

    /// The best of our languages for an `Accept-Language` header; English for an absent or malformed one.
    public static Locale of(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank()) {
            return Locale.ENGLISH;
        }
        try {
            Locale best = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), SPOKEN);
            return best == null ? Locale.ENGLISH : best;
        } catch (IllegalArgumentException e) {
            return Locale.ENGLISH;
        }
    }

    /// The value of `Content-Language` for one of our languages.
    public static String tag(Locale language) {
        return language.getLanguage().equals("zh") ? "zh-CN" : "en";
    }
}
