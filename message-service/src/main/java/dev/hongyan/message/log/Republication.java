package dev.hongyan.message.log;

import dev.hongyan.kit.outbox.EventProducer;
import dev.hongyan.message.log.OutboxRepository.Range;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Records again, from the log: after a dead letter, and for a new consumer.
@ApplicationScoped
public class Republication {
    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(60);
    private static final int MESSAGES_AT_ONCE = 1_000;

    private final LogConnections connections;
    private final OutboxRepository repository;
    private final EventProducer producer;

    @Inject
    Republication(LogConnections connections, OutboxRepository repository, EventProducer producer) {
        this.connections = connections;
        this.repository = repository;
        this.producer = producer;
    }

    /// Publishes the messages stored in that span; returns, when the broker has them, how many they were.
    public long republish(Instant from, Instant to) throws SQLException {
        long messages = 0;
        try (Connection connection = connections.openBeside(LONGEST_STATEMENT)) {
            for (Range range : ranges(connection, from, to)) {
                republish(connection, range);
                messages += range.to() - range.from() + 1;
            }
        }
        return messages;
    }

    /// In steps, so that no more than one of them is in memory.
    private void republish(Connection connection, Range range) throws SQLException {
        for (long from = range.from(); from <= range.to(); from += MESSAGES_AT_ONCE) {
            long to = Math.min(range.to(), from + MESSAGES_AT_ONCE - 1);
            LogRecord record = new LogRecord(producer, range.conversation());
            repository.read(
                    connection,
                    List.of(new Range(range.conversation(), from, to)),
                    (_, seq, id, sender, at, flags, canonical) -> record.add(seq, id, sender, at, flags, canonical));
            record.finish().join();
        }
    }

    /// By way of the heads, because the log has no index by time.
    private static List<Range> ranges(Connection connection, Instant from, Instant to) throws SQLException {
        String sql = """
                select m.conversation, min(m.seq), max(m.seq) from conversation c join message m on m.conversation = c.id
                where c.head_at >= ? and m.at >= ? and m.at < ? group by m.conversation
                """;
        List<Range> ranges = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, OffsetDateTime.ofInstant(from, ZoneOffset.UTC));
            statement.setObject(2, OffsetDateTime.ofInstant(from, ZoneOffset.UTC));
            statement.setObject(3, OffsetDateTime.ofInstant(to, ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ranges.add(new Range(row.getObject(1, UUID.class), row.getLong(2), row.getLong(3)));
                }
            }
        }
        return ranges;
    }
}
