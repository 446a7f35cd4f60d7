package dev.hongyan.user.credential;

import dev.hongyan.user.account.Check;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// The rules for a new password.
@Singleton
class CommonPasswords {
    private static final String RESOURCE = "/common-passwords.txt";
    private static final int MIN = 8;
    private static final int MAX = 128;

    private final Set<String> common;

    CommonPasswords() {
        try (InputStream in = Objects.requireNonNull(CommonPasswords.class.getResourceAsStream(RESOURCE));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            this.common = lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Notes what is wrong with a new password. It is not to be the username, either, or one character again and again.
    void check(Check check, String field, String password, String username) {
        int length = password.codePointCount(0, password.length());
        check.that(length >= MIN && length <= MAX, field, "password.length");
        String form = password.toLowerCase(Locale.ROOT);
        boolean repeated = password.codePoints().distinct().count() == 1;
        check.that(!common.contains(form) && !repeated && !form.equals(username), field, "password.common");
    }
}
