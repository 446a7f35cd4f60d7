package dev.hongyan.user.account;

import dev.hongyan.contracts.message.MessageContentReader;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What stands in the cursors of lists, read as strictly as anything else that a caller sends.
public final class Cursors {
    private Cursors() {}

    /// The id in a cursor, or null without one.
    public static @Nullable UUID id(@Nullable String cursor) {
        String content = Params.cursorContent(cursor);
        if (content == null) {
            return null;
        }
        UUID id = MessageContentReader.canonicalUuid(content);
        if (id == null) {
            throw ProblemException.invalid("cursor", "cursor.invalid");
        }
        return id;
    }

    static @Nullable String username(@Nullable String cursor) {
        String content = Params.cursorContent(cursor);
        if (content != null) {
            Check check = new Check();
            check.that(Check.isUsername(content), "cursor", "cursor.invalid");
            check.end();
        }
        return content;
    }

    /// Refuses a parameter that the database could not hold.
    static void storable(String field, String text) {
        if (!MessageContentReader.isStorable(text)) {
            throw ProblemException.invalid(field, "value.unicode");
        }
    }
}
