package dev.hongyan.kit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Tells failures that pass by themselves (database or network down, too slow, too busy) from those that stay.
public final class Unavailability {
    /// Connection lost, out of resources, server shutting down, deadlock or serialization, lock or statement time-out.
    private static final Set<String> PASSING_CLASSES = Set.of("08", "53", "57", "40");

    private static final Set<String> PASSING_STATES = Set.of("55P03", "25P03", "25P04");

    private static final int DEEPEST = 20;

    private Unavailability() {}

    /// Whether the failure, or anything behind it, passes by itself. A commit that fails has what kept it from
    /// succeeding
    /// among what was suppressed. JSON that cannot be read stays so, although its exception is an `IOException`.
    public static boolean causedBy(Throwable failure) {
        return causedBy(failure, 0);
    }

    private static boolean causedBy(@Nullable Throwable failure, int depth) {
        return failure != null
                && depth < DEEPEST
                && (passes(failure)
                        || causedBy(failure.getCause(), depth + 1)
                        || Arrays.stream(failure.getSuppressed()).anyMatch(each -> causedBy(each, depth + 1)));
    }

    private static boolean passes(Throwable failure) {
        return (failure instanceof IOException && !(failure instanceof JsonProcessingException))
                || failure instanceof TimeoutException
                || failure instanceof SQLTransientException
                || (failure instanceof SQLException sql && passes(sql));
    }

    private static boolean passes(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null) {
            // The pool gives no state when it cannot hand out a connection in time.
            return String.valueOf(failure.getMessage()).contains("timeout");
        }
        return PASSING_STATES.contains(state)
                || (state.length() >= 2 && PASSING_CLASSES.contains(state.substring(0, 2)));
    }
}
