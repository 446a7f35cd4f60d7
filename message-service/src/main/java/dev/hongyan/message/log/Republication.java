package dev.hongyan.message.log;

import dev.hongyan.kit.outbox.EventProducer;
import dev.hongyan.message.log.OutboxRepository.Range;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Records again, from the log: after a dead letter, and for a new consumer.
@ApplicationScoped
public class Republication {
    private final OutboxRepository repository;
    private final EventProducer producer;

    @Inject
    Republication(OutboxRepository repository, EventProducer producer) {
        this.repository = repository;
        this.producer = producer;
    }

    /// Publishes the messages stored in that span; returns, when the broker has them, how many they were.
    public long republish(Instant from, Instant to) throws SQLException {
        long messages = 0;
        try (Connection connection = repository.connect()) {
            for (Range range : ranges(connection, from, to)) {
                LogRecord record = new LogRecord(producer, range.conversation());
                repository.read(connection, range, record);
                record.finish().join();
                messages += range.to() - range.from() + 1;
            }
        }
        return messages;
    }

    /// By way of the heads, because the log has no index by time.
    private static List<Range> ranges(Connection connection, Instant from, Instant to) throws SQLException {
        String sql = """
                select m.conversation, min(m.seq), max(m.seq) from conversation c join message m on m.conversation = c.id
                where c.head_at >= ? and m.at >= ? and m.at < ? group by m.conversation
                """;
        List<Range> ranges = new ArrayList<>();
        connection.setAutoCommit(false);
        try (Statement patience = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            patience.execute("set local statement_timeout = '60s'");
            statement.setObject(1, OffsetDateTime.ofInstant(from, ZoneOffset.UTC));
            statement.setObject(2, OffsetDateTime.ofInstant(from, ZoneOffset.UTC));
            statement.setObject(3, OffsetDateTime.ofInstant(to, ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ranges.add(new Range(row.getObject(1, UUID.class), row.getLong(2), row.getLong(3)));
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return ranges;
    }
}
