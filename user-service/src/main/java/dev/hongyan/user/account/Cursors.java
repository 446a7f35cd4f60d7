package dev.hongyan.user.account;

import dev.hongyan.contracts.message.MessageContentReader;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/// What stands in queries, read as strictly as anything else that a caller sends.
final class Cursors {
    /// What stands for a place before all usernames; none is like it.
    static final String BEFORE_ALL = ".";

    private Cursors() {}

    /// A username, or the empty text before all of them; null when there is no cursor.
    static @Nullable String username(@Nullable String cursor) {
        String content = Params.cursorContent(cursor);
        if (BEFORE_ALL.equals(content)) {
            return "";
        }
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
