package dev.hongyan.kit.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The statements on the table `outbox`, outside of any business transaction.
@ApplicationScoped
class OutboxRows {
    private static final String DELETE = "delete from outbox where id = any(?)";
    private static final String LEFT_BEHIND = """
            select id, created_at, topic, key, type, data, traceparent from outbox
             where created_at < now() - interval '2 seconds' order by created_at, id limit 500
            """;
    private static final String BACKLOG =
            "select count(*), coalesce(extract(epoch from now() - min(created_at)), 0) from outbox";
    private static final String TRY_LOCK = "select pg_try_advisory_xact_lock(hashtext('outbox-sweeper'))";

    private final DataSource database;

    @Inject
    OutboxRows(DataSource database) {
        this.database = database;
    }

    /// An event as its row has it.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(
            UUID id,
            String time,
            String topic,
            String key,
            String type,
            byte[] data,
            @Nullable String traceparent) {}

    /// How many rows wait, and for how long the oldest has.
    record Backlog(long pending, Duration oldest) {}

    /// What is done with rows while no other instance does the same.
    interface Sweep {
        /// @return the rows that the broker has acknowledged
        List<UUID> publish(List<Row> rows);
    }

    void delete(List<UUID> ids) throws SQLException {
        try (Connection connection = database.getConnection()) {
            delete(connection, ids);
        }
    }

    Backlog backlog() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(BACKLOG);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Backlog(row.getLong(1), Duration.ofMillis((long) (row.getDouble(2) * 1000)));
        }
    }

    /// Publishes what was left behind, if no other instance is at it. Holds the advisory lock, and no row lock.
    int sweep(Sweep sweep) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                List<Row> rows = tryLock(connection) ? leftBehind(connection) : List.of();
                List<UUID> published = rows.isEmpty() ? List.of() : sweep.publish(rows);
                if (!published.isEmpty()) {
                    delete(connection, published);
                }
                connection.commit();
                return published.size();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private static boolean tryLock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TRY_LOCK);
                ResultSet row = statement.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static List<Row> leftBehind(Connection connection) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(LEFT_BEHIND);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                rows.add(new Row(
                        row.getObject(1, UUID.class),
                        row.getTimestamp(2).toInstant().toString(),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6).getBytes(StandardCharsets.UTF_8),
                        row.getString(7)));
            }
        }
        return rows;
    }

    private static void delete(Connection connection, List<UUID> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            statement.executeUpdate();
        }
    }
}
