package dev.hongyan.user.account;

import dev.hongyan.kit.problem.ProblemException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Gathers what is wrong with the members of a request, so that one answer tells all of it.
public final class Check {
    private static final Pattern USERNAME = Pattern.compile("[a-z][a-z0-9._-]{2,31}");
    private static final Pattern EMAIL =
            Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[^@\\s.\\p{Cntrl}]+(\\.[^@\\s.\\p{Cntrl}]+)+");
    private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{7,14}");
    private static final int MAX_EMAIL = 254;
    private static final int MAX_DISPLAY_NAME = 64;

    private final Map<String, String> violations = new TreeMap<>();

    /// Notes a violation of `rule` by `field` unless `holds`.
    public void that(boolean holds, String field, String rule) {
        if (!holds) {
            violations.putIfAbsent(field, rule);
        }
    }

    /// A text that must be there, or the empty one after noting that it is not.
    public String required(String field, @Nullable String text) {
        that(text != null, field, "value.required");
        return text == null ? "" : text;
    }

    /// A username, in lower case already.
    public void username(String field, String username) {
        that(isUsername(username), field, "username.form");
    }

    static boolean isUsername(String text) {
        return USERNAME.matcher(text).matches();
    }

    /// A display name, without spaces around.
    public void displayName(String field, String name) {
        length(field, name, 1, MAX_DISPLAY_NAME);
    }

    /// An e-mail address.
    public void email(String field, String email) {
        that(email.length() <= MAX_EMAIL && EMAIL.matcher(email).matches(), field, "email.form");
    }

    /// A phone number in the international form (E.164).
    void phone(String field, String phone) {
        that(PHONE.matcher(phone).matches(), field, "phone.form");
    }

    /// A text of that many code points.
    public void length(String field, String text, int min, int max) {
        int length = text.codePointCount(0, text.length());
        that(length >= min && length <= max, field, "value.length");
    }

    /// Ends the request with all violations noted so far, if there are any.
    public void end() {
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
    }
}
