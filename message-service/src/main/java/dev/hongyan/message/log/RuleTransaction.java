package dev.hongyan.message.log;

import dev.hongyan.message.log.LogTransaction.Written;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Transactions that change rules and write the notices that tell of them, all or nothing, on a connection of
/// their own. For one thread.
@Dependent
public class RuleTransaction {
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    private final LogConnections connections;
    private final RecordPublisher publisher;
    private final LogMetrics metrics;
    private @Nullable LogConnection kept;

    @Inject
    RuleTransaction(LogConnections connections, RecordPublisher publisher, LogMetrics metrics) {
        this.connections = connections;
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /// What a transaction does.
    public interface Changes {
        /// Whether appends must be kept out: every append that goes on afterwards has seen the change.
        boolean keepsAppendsOut();

        /// Users whose `self` conversation begins unless it has.
        Set<UUID> selves();

        /// Groups whose conversations are held, and made when they are not there.
        Set<UUID> groups();

        /// Notices for the `self` conversations named.
        List<SelfNotice> notices();

        /// Writes the rows, when the locks are held.
        void write(Connection connection, HeldConversations held) throws SQLException;
    }

    /// Runs once; the caller tries again after a lock time-out. The order of locks is rule lock, then
    /// conversations by id, all in one statement.
    ///
    /// @throws ChangesRefusedException when the changes say so; nothing has changed
    /// @throws ConversationBusyException when a conversation, or a row of it, is held by somebody else; nothing has
    ///     changed
    /// @throws SQLException when nothing has changed, or the outcome is unknown; running again is harmless
    public void run(Changes changes) throws SQLException {
        LogConnection connection = connect();
        try {
            lockRules(connection.jdbc(), changes.keepsAppendsOut());
            Written written = writeUnlessBusy(connection, changes);
            connection.commit();
            if (written != null) {
                publisher.publish(written);
            }
        } catch (Throwable e) {
            if (e instanceof ChangesRefusedException && isUndone(connection)) {
                throw e;
            }
            if (e instanceof SQLException failure) {
                metrics.retried(failure.getSQLState());
            }
            kept = null;
            connection.close();
            throw e;
        }
    }

    private static boolean isUndone(LogConnection connection) {
        try {
            connection.rollback();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /// The row of a member may be held like that of a conversation, by somebody who moves positions: what is
    /// gathered here of others is not to fail with it.
    private static @Nullable Written writeUnlessBusy(LogConnection connection, Changes changes) throws SQLException {
        try {
            Set<UUID> selves = selvesToWrite(connection.jdbc(), changes);
            Map<UUID, Target> targets = lockConversations(connection, selves, changes.groups());
            changes.write(connection.jdbc(), new HeldConversations(targets, connection.now()));
            writeSelves(connection.jdbc(), changes, selves, targets);
            return new LogTransaction(connection).write(targets.values(), List.of());
        } catch (SQLException e) {
            throw LOCK_NOT_AVAILABLE.equals(e.getSQLState()) ? new ConversationBusyException(e) : e;
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

    /// Neither may wait for long: a waiting exclusive request stops the shared ones behind it, and a shared one
    /// that waits for a conversation keeps the exclusive ones out. The latter is long enough for the batch that
    /// is just being appended to a busy group.
    private static void lockRules(Connection jdbc, boolean exclusive) throws SQLException {
        try (Statement statement = jdbc.createStatement()) {
            statement.execute("set local lock_timeout = '" + (exclusive ? "100ms" : "150ms") + "'");
            statement.execute(exclusive ? LogSql.LOCK_RULES : LogSql.SHARE_RULES);
        }
    }

    /// Not those that have all their notices: what is told again is to wait for nobody. Looked for again when
    /// the locks are held, since another may be writing them just now.
    private static Set<UUID> selvesToWrite(Connection jdbc, Changes changes) throws SQLException {
        Set<UUID> selves = new HashSet<>(changes.selves());
        Set<UUID> there = there(jdbc, changes.notices());
        for (SelfNotice notice : changes.notices()) {
            if (there.contains(notice.id())) {
                selves.remove(notice.user());
            }
        }
        for (SelfNotice notice : changes.notices()) {
            if (!there.contains(notice.id())) {
                selves.add(notice.user());
            }
        }
        return selves;
    }

    private static Map<UUID, Target> lockConversations(LogConnection connection, Set<UUID> selves, Set<UUID> groups)
            throws SQLException {
        Set<UUID> all = new HashSet<>(selves);
        all.addAll(groups);
        if (all.isEmpty()) {
            return Map.of();
        }
        HeldConversations.insert(connection, selves, groups);
        Map<UUID, Target> targets = new LogTransaction(connection).lock(all, true, DEADLINE);
        if (targets.size() < all.size()) {
            throw new SQLTransientException("too late to begin");
        }
        return targets;
    }

    private static void writeSelves(Connection jdbc, Changes changes, Set<UUID> selves, Map<UUID, Target> targets)
            throws SQLException {
        Set<UUID> there = there(jdbc, changes.notices());
        for (UUID user : selves) {
            self(targets, user).begin(null);
        }
        for (SelfNotice notice : changes.notices()) {
            if (there.add(notice.id())) {
                self(targets, notice.user())
                        .append(
                                notice.id(),
                                notice.actor(),
                                notice.content(),
                                notice.content().digest());
            }
        }
    }

    private static Target self(Map<UUID, Target> targets, UUID user) throws SQLException {
        Target target = targets.get(user);
        if (target == null || !target.isSelf()) {
            throw new SQLException("no self conversation " + user, "22023");
        }
        return target;
    }

    /// Ids of the notices that an earlier run has written.
    private static Set<UUID> there(Connection jdbc, List<SelfNotice> notices) throws SQLException {
        Set<UUID> there = new HashSet<>();
        if (notices.isEmpty()) {
            return there;
        }
        List<@Nullable UUID> users = new ArrayList<>();
        List<@Nullable UUID> ids = new ArrayList<>();
        for (SelfNotice notice : notices) {
            users.add(notice.user());
            ids.add(notice.id());
        }
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
