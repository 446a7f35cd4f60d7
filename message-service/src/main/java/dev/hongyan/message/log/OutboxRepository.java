package dev.hongyan.message.log;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The outbox and the log beside the append path.
@ApplicationScoped
class OutboxRepository {
    private final AgroalDataSource dataSource;

    @Inject
    OutboxRepository(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// @param pending counted up to 10,000
    record State(long pending, double oldestSeconds) {}

    /// A run of one conversation's messages that a row names.
    record Range(UUID conversation, long from, long to) {}

    /// A row that nobody has published in time.
    record Left(long id, List<Range> ranges) {}

    private Connection connect() throws SQLException {
        return dataSource.getConnection();
    }

    /// What is unpublished, leaving out rows that this process knows to be published.
    State state(List<Long> published) throws SQLException {
        String sql = """
                select count(*), coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8
                from (select created_at from outbox where id <> all (?) order by id limit 10000) o
                """;
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("int8", published.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new State(row.getLong(1), row.getDouble(2));
            }
        }
    }

    void delete(List<Long> ids) throws SQLException {
        String sql = "delete from outbox where id in (select id from outbox where id = any(?) for update skip locked)";
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("int8", ids.toArray()));
            statement.executeUpdate();
        }
    }

    /// Rows that are older than that, oldest first, after the one given. No lock is held on them.
    List<Left> listLeft(Connection connection, Duration age, long after) throws SQLException {
        String sql = """
                select id, conversations, from_seqs, to_seqs from outbox
                where id > ? and created_at < clock_timestamp() - make_interval(secs => ?)
                order by id limit 20
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, after);
            statement.setDouble(2, age.toMillis() / 1000.0);
            List<Left> left = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    left.add(left(row));
                }
            }
            return left;
        }
    }

    private static Left left(ResultSet row) throws SQLException {
        UUID[] conversations = (UUID[]) row.getArray(2).getArray();
        Long[] from = (Long[]) row.getArray(3).getArray();
        Long[] to = (Long[]) row.getArray(4).getArray();
        List<Range> ranges = new ArrayList<>(conversations.length);
        for (int i = 0; i < conversations.length; i++) {
            ranges.add(new Range(conversations[i], from[i], to[i]));
        }
        return new Left(row.getLong(1), ranges);
    }

    /// Hands the messages of a range to the record, in the order of their numbers.
    void read(Connection connection, Range range, LogRecord record) throws SQLException {
        String sql = """
                select seq, id, sender, (extract(epoch from at) * 1000)::bigint, flags, convert_to(content, 'UTF8')
                from message where conversation = ? and seq between ? and ? order by seq
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, range.conversation());
            statement.setLong(2, range.from());
            statement.setLong(3, range.to());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    record.add(
                            row.getLong(1),
                            row.getObject(2, UUID.class),
                            row.getObject(3, UUID.class),
                            java.time.Instant.ofEpochMilli(row.getLong(4)),
                            row.getInt(5),
                            row.getBytes(6));
                }
            }
        }
    }
}
