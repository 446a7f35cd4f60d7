package dev.hongyan.message.log;

import dev.hongyan.message.log.LogTransaction.Written;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A transaction that changes rules of persons and writes notices into `self` conversations, all or nothing. For one
/// thread.
@ApplicationScoped
public class RuleTransaction {
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    private final LogConnections connections;
    private final RecordPublisher publisher;
    private @Nullable LogConnection kept;

    @Inject
    RuleTransaction(LogConnections connections, RecordPublisher publisher) {
        this.connections = connections;
        this.publisher = publisher;
    }

    /// What is written beside the log.
    @FunctionalInterface
    public interface Changes {
        void write(Connection connection) throws SQLException;
    }

    /// Runs once; the caller tries again after a lock time-out.
    ///
    /// @param exclusive whether appends must be kept out: every append that goes on afterwards has seen the change
    /// @param selves users whose `self` conversation begins unless it has
    /// @throws SQLException when nothing has changed, or the outcome is unknown; running again is harmless
    public void run(boolean exclusive, Set<UUID> selves, List<SelfNotice> notices, Changes changes)
            throws SQLException {
        LogConnection connection = connect();
        try {
            Connection jdbc = connection.jdbc();
            try (Statement statement = jdbc.createStatement()) {
                // A waiting exclusive request stops the shared ones behind it, so it may not wait for long.
                statement.execute("set local lock_timeout = '100ms'");
                statement.execute(exclusive ? LogSql.LOCK_RULES : LogSql.SHARE_RULES);
            }
            changes.write(jdbc);
            Written written = selves.isEmpty() ? null : notify(connection, selves, notices);
            connection.commit();
            if (written != null) {
                publisher.publish(written);
            }
        } catch (Throwable e) {
            kept = null;
            connection.close();
            throw e;
        }
    }

    private LogConnection connect() throws SQLException {
        LogConnection open = kept;
        if (open == null) {
            open = connections.open();
            kept = open;
        }
        return open;
    }

    private static @Nullable Written notify(LogConnection connection, Set<UUID> selves, List<SelfNotice> notices)
            throws SQLException {
        BatchRunner.insertSelves(connection, selves);
        LogTransaction transaction = new LogTransaction(connection);
        Map<UUID, Target> targets = transaction.lock(selves, true, DEADLINE);
        if (targets.size() < selves.size()) {
            throw new SQLException("too late to begin", "57014");
        }
        Set<UUID> there = there(connection.jdbc(), notices);
        for (UUID user : selves) {
            begin(targets, user);
        }
        for (SelfNotice notice : notices) {
            Target target = targets.get(notice.user());
            if (target != null && there.add(notice.id())) {
                target.append(
                        notice.id(),
                        notice.actor(),
                        notice.content(),
                        notice.content().digest());
            }
        }
        return transaction.write(targets.values(), List.of());
    }

    private static void begin(Map<UUID, Target> targets, UUID user) {
        Target target = targets.get(user);
        if (target != null) {
            target.begin(null);
        }
    }

    /// Ids of the notices that an earlier run has written.
    private static Set<UUID> there(Connection jdbc, List<SelfNotice> notices) throws SQLException {
        List<@Nullable UUID> users = new ArrayList<>();
        List<@Nullable UUID> ids = new ArrayList<>();
        for (SelfNotice notice : notices) {
            users.add(notice.user());
            ids.add(notice.id());
        }
        Set<UUID> there = new HashSet<>();
        String sql = "select m.id from unnest(?::uuid[], ?::uuid[]) k(conversation, id)"
                + " join message m on m.conversation = k.conversation and m.id = k.id";
        try (PreparedStatement statement = jdbc.prepareStatement(sql)) {
            statement.setObject(1, BinaryArray.uuids(users));
            statement.setObject(2, BinaryArray.uuids(ids));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    there.add(row.getObject(1, UUID.class));
                }
            }
        }
        return there;
    }
}
