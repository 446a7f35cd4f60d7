package dev.hongyan.message.log;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The outbox and the log beside the append path.
@ApplicationScoped
class OutboxRepository {
    /// Of one page: so many that a round trip to the broker is soon earned, so few that they fit into memory.
    private static final int MOST_MESSAGES = 500;

    /// @param pending counted up to 10,000
    record State(long pending, double oldestSeconds) {}

    /// A run of one conversation's messages that a row names.
    record Range(UUID conversation, long from, long to) {}

    /// A row that nobody has published in time.
    record Left(long id, List<Range> ranges) {
        long messages() {
            return ranges.stream()
                    .mapToLong(range -> range.to() - range.from() + 1)
                    .sum();
        }
    }

    /// Takes the messages of a range, one after the other.
    interface Reader {
        void add(int range, long seq, UUID id, @Nullable UUID sender, Instant at, int flags, byte[] canonical);
    }

    /// What is unpublished, leaving out rows that this process knows to be published.
    State state(Connection connection, List<Long> published) throws SQLException {
        String sql = """
                select count(*), coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8
                from (select created_at from outbox where id <> all (?) order by id limit 10000) o
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("int8", published.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new State(row.getLong(1), row.getDouble(2));
            }
        }
    }

    void delete(Connection connection, List<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        String sql = "delete from outbox where id in (select id from outbox where id = any(?) for update skip locked)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("int8", ids.toArray()));
            statement.executeUpdate();
        }
    }

    /// Moves a row to where nobody waits for it, with what is wrong with it.
    void setAside(Connection connection, long id, String reason) throws SQLException {
        String sql = """
                with o as (delete from outbox where id = ? returning *)
                insert into outbox_dead (id, created_at, conversations, from_seqs, to_seqs, reason)
                select id, created_at, conversations, from_seqs, to_seqs, ? from o
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            statement.setString(2, reason);
            statement.executeUpdate();
        }
    }

    /// Ranges are looked up by index, however many rows the planner takes the log to have.
    void readByIndex(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off");
        }
    }

    /// Rows that are older than that, oldest first, after the one given: one, and more while they hold few
    /// messages. No lock is held on them.
    List<Left> listLeft(Connection connection, Duration age, long after) throws SQLException {
        String sql = """
                select id, conversations, from_seqs, to_seqs from outbox
                where id > ? and created_at < clock_timestamp() - make_interval(secs => ?)
                order by id limit 500
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, after);
            statement.setDouble(2, age.toMillis() / 1000.0);
            List<Left> left = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                long messages = 0;
                while (row.next()) {
                    Left next = left(row);
                    messages += next.messages();
                    if (!left.isEmpty() && messages > MOST_MESSAGES) {
                        break;
                    }
                    left.add(next);
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

    /// Hands the messages of the ranges to the reader, in the order of the ranges and of their numbers.
    void read(Connection connection, List<Range> ranges, Reader reader) throws SQLException {
        String sql = """
                select k.o, m.seq, m.id, m.sender, (extract(epoch from m.at) * 1000)::bigint, m.flags,
                  convert_to(m.content, 'UTF8')
                from unnest(?::uuid[], ?::bigint[], ?::bigint[]) with ordinality k(conversation, first, last, o)
                join message m on m.conversation = k.conversation and m.seq between k.first and k.last
                order by k.o, m.seq
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", ranges.stream().map(Range::conversation).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "int8", ranges.stream().map(Range::from).toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "int8", ranges.stream().map(Range::to).toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    reader.add(
                            row.getInt(1) - 1,
                            row.getLong(2),
                            row.getObject(3, UUID.class),
                            row.getObject(4, UUID.class),
                            Instant.ofEpochMilli(row.getLong(5)),
                            row.getInt(6),
                            row.getBytes(7));
                }
            }
        }
    }
}
