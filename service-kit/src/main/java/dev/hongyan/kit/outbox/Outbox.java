package dev.hongyan.kit.outbox;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.EventCodec;
import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.trace.Trace;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Events that commit with the change they tell of.
///
/// The service has a table `outbox(id uuid primary key, created_at timestamptz, topic text, key text, type text, data
/// text, traceparent text)` and sets `hongyan.outbox.enabled=true`.
@ApplicationScoped
public class Outbox {
    private static final String INSERT =
            "insert into outbox (id, created_at, topic, key, type, data, traceparent) values (?, ?, ?, ?, ?, ?, ?)";

    private final DataSource database;
    private final TransactionSynchronizationRegistry transaction;
    private final OutboxPublisher publisher;

    @Inject
    Outbox(DataSource database, TransactionSynchronizationRegistry transaction, OutboxPublisher publisher) {
        this.database = database;
        this.transaction = transaction;
        this.publisher = publisher;
    }

    /// Adds events to the running transaction; after its commit they are published.
    ///
    /// @return the very events, for a synchronous call that carries them
    /// @throws IllegalStateException outside a transaction: such events could tell of what never happened
    public List<EventEnvelope> append(DomainEvent... events) {
        if (transaction.getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new IllegalStateException("Events are appended inside the transaction of the change");
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String traceparent = Trace.currentHeader();
        List<EventEnvelope> envelopes = new ArrayList<>(events.length);
        for (DomainEvent event : events) {
            envelopes.add(new EventEnvelope(Ids.v7(), now, event, traceparent));
        }
        insert(envelopes);
        transaction.registerInterposedSynchronization(new AfterCommit(envelopes));
        return envelopes;
    }

    private void insert(List<EventEnvelope> envelopes) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (EventEnvelope event : envelopes) {
                statement.setObject(1, event.id());
                statement.setTimestamp(2, Timestamp.from(event.time()));
                statement.setString(3, event.data().topic().topicName());
                statement.setString(4, event.data().key());
                statement.setString(5, event.type());
                statement.setString(6, new String(EventCodec.encode(event.data()), StandardCharsets.UTF_8));
                statement.setString(7, event.traceparent());
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException("outbox row not written", e);
        }
    }

    private final class AfterCommit implements Synchronization {
        private final List<EventEnvelope> events;

        AfterCommit(List<EventEnvelope> events) {
            this.events = events;
        }

        @Override
        public void beforeCompletion() {
            // Nothing to add: the rows are written.
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                publisher.offer(events);
            }
        }
    }
}
