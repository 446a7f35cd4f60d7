package dev.hongyan.kit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/// Tells failures that pass by themselves (database or network down, too slow, too busy) from those that stay.
public final class Unavailability {
    /// Connection lost, out of resources, server shutting down, deadlock or serialization, lock or statement time-out.
    private static final Set<String> PASSING_CLASSES = Set.of("08", "53", "57", "40");

    private static final Set<String> PASSING_STATES = Set.of("55P03", "25P03", "25P04");

    private Unavailability() {}

    /// Whether the failure, or any cause of it, passes by itself. JSON that cannot be read stays so, although its
    /// exception
    /// is an `IOException`.
    public static boolean causedBy(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if ((cause instanceof IOException && !(cause instanceof JsonProcessingException))
                    || cause instanceof TimeoutException
                    || cause instanceof SQLTransientException) {
                return true;
            }
            if (cause instanceof SQLException sql && passes(sql)) {
                return true;
            }
        }
        return false;
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
