package dev.hongyan.redpacket.wallet;

import dev.hongyan.contracts.message.MessageContentReader;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Gathers what is wrong with the members of a request, so that one answer tells all of it.
public final class Check {
    private final Map<String, String> violations = new TreeMap<>();

    /// The body of a request, which has to be there.
    public static <T> T body(@Nullable T body) {
        if (body == null) {
            throw ProblemException.invalid("body", "object.required");
        }
        return body;
    }

    /// The number in a cursor, or the highest there is when it is absent.
    public static long cursorNumber(@Nullable String cursor) {
        String content = Params.cursorContent(cursor);
        if (content == null) {
            return Long.MAX_VALUE;
        }
        if (!content.matches("[0-9]{1,18}")) {
            throw ProblemException.invalid("cursor", "cursor.invalid");
        }
        return Long.parseLong(content);
    }

    /// Notes a violation of `rule` by `field` unless `holds`.
    public void that(boolean holds, String field, String rule) {
        if (!holds) {
            violations.putIfAbsent(field, rule);
        }
    }

    /// A number within bounds, or 0 when it is absent, which is noted.
    public long number(String field, @Nullable Number value, long min, long max) {
        that(value != null, field, "value.required");
        long number = value == null ? 0 : value.longValue();
        that(number >= min && number <= max, field, "value.range");
        return number;
    }

    /// A text of at most so many code points; empty when it is absent.
    public String text(String field, @Nullable String value, int max) {
        String text = value == null ? "" : value.strip();
        that(MessageContentReader.isStorable(text), field, "value.unicode");
        that(text.codePointCount(0, text.length()) <= max, field, "value.length");
        return text;
    }

    /// Ends the request with all violations noted so far, if there are any.
    public void end() {
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
    }
}
