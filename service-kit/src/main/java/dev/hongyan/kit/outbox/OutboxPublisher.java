package dev.hongyan.kit.outbox;

import dev.hongyan.contracts.EventEnvelope;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Sends committed events straight from memory, on a thread of its own that no request waits for, and deletes their
/// rows once the broker has acknowledged them. When the queue is full the row is left to the sweeper.
@ApplicationScoped
class OutboxPublisher {
    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);
    private static final int QUEUE = 10_000;
    private static final int BATCH = 500;

    private final BlockingQueue<EventEnvelope> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Queue<UUID> acknowledged = new ConcurrentLinkedQueue<>();
    private final EventProducer producer;
    private final OutboxRows rows;
    private final Thread thread;
    private volatile boolean running = true;

    @Inject
    OutboxPublisher(EventProducer producer, OutboxRows rows) {
        this.producer = producer;
        this.rows = rows;
        this.thread = Thread.ofPlatform().daemon().name("outbox-publisher").unstarted(this::run);
    }

    @PostConstruct
    void start() {
        thread.start();
    }

    void offer(List<EventEnvelope> events) {
        for (EventEnvelope event : events) {
            if (!queue.offer(event)) {
                return;
            }
        }
    }

    void stop(@Observes(notifyObserver = Reception.IF_EXISTS) ShutdownEvent event) throws InterruptedException {
        running = false;
        thread.join(TimeUnit.SECONDS.toMillis(2));
    }

    private void run() {
        List<EventEnvelope> batch = new ArrayList<>(BATCH);
        while (running || !queue.isEmpty()) {
            try {
                EventEnvelope first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                    batch.forEach(this::send);
                }
                deleteAcknowledged();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Throwable e) { // whatever it is, without this thread every event waits for the sweeper
                // The rows stay; the sweeper finds them.
                LOG.warnf("outbox rows not published or not deleted, cause=%s", e.toString());
            } finally {
                batch.clear();
            }
        }
    }

    private void send(EventEnvelope event) {
        var _ = producer.send(event).whenComplete((_, failure) -> {
            if (failure == null) {
                acknowledged.add(event.id());
            }
        });
    }

    private void deleteAcknowledged() throws SQLException {
        List<UUID> ids = new ArrayList<>();
        UUID id;
        while (ids.size() < BATCH && (id = acknowledged.poll()) != null) {
            ids.add(id);
        }
        if (!ids.isEmpty()) {
            rows.delete(ids);
        }
    }
}
