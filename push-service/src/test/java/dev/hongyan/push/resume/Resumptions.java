package dev.hongyan.push.resume;

import dev.hongyan.push.messagelog.MessageLog;
import dev.hongyan.push.session.Peer;
import dev.hongyan.push.session.PushConfig;
import dev.hongyan.push.session.PushMetrics;
import dev.hongyan.push.session.Registry;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.postgresql.ds.PGSimpleDataSource;

/// Resumption without a database: no device has acknowledged anything.
public final class Resumptions {
    private Resumptions() {}

    public static Resumption of(MessageLog log, Registry registry) {
        return of(log, registry, () -> false);
    }

    /// @param dark whether the database cannot be read
    static Resumption of(MessageLog log, Registry registry, BooleanSupplier dark) {
        PushConfig config = Peer.config(Map.of());
        ParallelCalls calls = new ParallelCalls(config);
        DeviceCursors cursors = new DeviceCursors(new DeviceCursorRepository(new PGSimpleDataSource()) {
            @Override
            Map<UUID, Long> list(UUID device) throws SQLException {
                if (dark.getAsBoolean()) {
                    throw new SQLException("dark");
                }
                return Map.of();
            }
        });
        PushMetrics metrics = Peer.metrics();
        return new Resumption(log, calls, new LogReader(log, calls), cursors, registry, metrics, config);
    }
}
