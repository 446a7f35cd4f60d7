package dev.hongyan.push.presence;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.push.PresenceChanged;
import dev.hongyan.contracts.push.PushEvent;
import dev.hongyan.kit.outbox.EventProducer;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jboss.logging.Logger;

/// The way of ephemeral facts to the other instances. What does not get through is forgotten: a later fact says more.
@ApplicationScoped
class EphemeralTopic {
    private static final Logger LOG = Logger.getLogger(EphemeralTopic.class);
    private static final int CAPACITY = 10_000;
    /// Older facts would pass for fresh ones where they arrive; only presence is worth something later.
    private static final long FRESH = Duration.ofSeconds(10).toNanos();

    private final EventProducer producer;
    private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final Thread thread = Thread.ofVirtual().name("ephemeral-topic").unstarted(this::run);

    /// An event and since when it waits.
    record Waiting(PushEvent event, long sinceNanos) {
        boolean isWorthSending(long now) {
            return event instanceof PresenceChanged || now - sinceNanos < FRESH;
        }
    }

    @Inject
    EphemeralTopic(EventProducer producer) {
        this.producer = producer;
    }

    @PostConstruct
    void start() {
        thread.start();
    }

    @PreDestroy
    void stop() {
        thread.interrupt();
    }

    /// Publishes soon, or not at all. Never blocks.
    void publish(PushEvent event) {
        Waiting last = new Waiting(event, System.nanoTime());
        while (!waiting.offer(last)) {
            waiting.poll(); // the oldest is worth least
        }
    }

    private void run() {
        try {
            while (true) {
                Waiting next = waiting.take();
                if (next.isWorthSending(System.nanoTime())) {
                    send(next.event());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(PushEvent event) {
        try {
            // While the broker is away a send blocks for some seconds, and nobody waits for this thread.
            producer.send(new EventEnvelope(Ids.v7(), Instant.now(), event)).exceptionally(failure -> null);
        } catch (RuntimeException e) {
            LOG.error("event cannot be sent", e);
        }
    }
}
