package dev.hongyan.push.presence;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.push.PushEvent;
import dev.hongyan.kit.outbox.EventProducer;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// The way of ephemeral facts to the other instances. What does not get through is forgotten: a later fact says more.
@ApplicationScoped
class EphemeralTopic {
    private static final int CAPACITY = 10_000;

    private final EventProducer producer;
    private final BlockingQueue<PushEvent> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final Thread thread = Thread.ofVirtual().name("ephemeral-topic").unstarted(this::run);

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
        boolean taken = waiting.offer(event);
        if (!taken) {
            waiting.poll(); // the oldest is worth least
        }
    }

    private void run() {
        try {
            while (true) {
                PushEvent event = waiting.take();
                // While the broker is away a send blocks for some seconds, and nobody waits for this thread.
                producer.send(new EventEnvelope(Ids.v7(), Instant.now(), event)).exceptionally(failure -> null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
