package dev.hongyan.redpacket.sql;

import dev.hongyan.kit.problem.Unavailability;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells a statement that met rows which somebody else holds from a database that is away.
public final class Contention {
    /// Lock not available in time, deadlock, serialization failure.
    private static final Set<String> STATES = Set.of("55P03", "40P01", "40001");
    private static final int DEEPEST = 20;

    private Contention() {}

    /// Whether somebody held a row for too long, or two waited for each other: other rows are not concerned.
    public static boolean causedBy(Throwable failure) {
        SQLException cause = statementFailure(failure);
        return cause != null && cause.getSQLState() != null && STATES.contains(cause.getSQLState());
    }

    /// Whether the database does not answer at all, so that nothing else would fare better now.
    public static boolean isDatabaseAway(Throwable failure) {
        return statementFailure(failure) != null && Unavailability.causedBy(failure) && !causedBy(failure);
    }

    private static @Nullable SQLException statementFailure(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            if (cause instanceof SQLException found) {
                return found;
            }
        }
        return null;
    }
}
