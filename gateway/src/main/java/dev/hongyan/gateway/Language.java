package dev.hongyan.gateway;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The two languages that the gateway speaks.
final class Language {
    private static final List<Locale> SPOKEN = List.of(Locale.SIMPLIFIED_CHINESE, Locale.CHINESE, Locale.ENGLISH);

    private Language() {}

    /// The one that an `Accept-Language` likes best; English when it names neither.
    static Locale of(@Nullable String accepted) {
        if (accepted == null) {
            return Locale.ENGLISH;
        }
        try {
            Locale found = Locale.lookup(Locale.LanguageRange.parse(accepted), SPOKEN);
            return found == null || found.equals(Locale.ENGLISH) ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE;
        } catch (IllegalArgumentException malformed) {
            return Locale.ENGLISH;
        }
    }
}
