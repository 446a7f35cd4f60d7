package dev.hongyan.kit.problem;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.message.MessageContentReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Parameters of paths and queries, read strictly.
public final class Params {
    /// How many items a list gives when the caller does not say.
    public static final int DEFAULT_LIMIT = 50;
    /// How many items a list gives at most.
    public static final int MAX_LIMIT = 200;

    private Params() {}

    /// A UUID in canonical lower-case text; anything else is a malformed request (400).
    public static UUID id(String text) {
        UUID id = MessageContentReader.canonicalUuid(text);
        if (id == null) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST);
        }
        return id;
    }

    /// A limit of 1 to 200, 50 when absent; anything else is a violation of `limit`.
    public static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        Long limit = number(text);
        if (limit == null || limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.invalid("limit", "value.range");
        }
        return limit.intValue();
    }

    /// A sequence number (0 or more), or null when absent; anything else is a violation of `name`.
    public static @Nullable Long seq(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        Long seq = number(text);
        if (seq == null) {
            throw ProblemException.invalid(name, "value.range");
        }
        return seq;
    }

    /// Hides what a cursor holds. It is no secret, only nobody's business.
    public static String cursor(String content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    }

    /// What {@link #cursor} hid, or null when absent; a cursor that was not given out is a violation.
    public static @Nullable String cursorContent(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("cursor", "cursor.invalid");
        }
    }

    /// The id in a cursor, or null when it is absent.
    public static @Nullable UUID cursorId(@Nullable String cursor) {
        String content = cursorContent(cursor);
        UUID id = content == null ? null : MessageContentReader.canonicalUuid(content);
        if (content != null && id == null) {
            throw ProblemException.invalid("cursor", "cursor.invalid");
        }
        return id;
    }

    /// One page of a list.
    ///
    /// @param next the cursor of the next page, or null at the end
    public record Page<T>(List<T> items, @Nullable String next) {}

    /// The page, given one item more than it holds if there is one, which tells that there is another page.
    ///
    /// @param position what the cursor says of the last item of the page
    public static <T> Page<T> page(List<T> found, int limit, Function<T, ?> position) {
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        String last = String.valueOf(position.apply(found.get(limit - 1)));
        return new Page<>(found.subList(0, limit), cursor(last));
    }

    private static @Nullable Long number(String text) {
        if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        return Long.valueOf(text);
    }
}
