package dev.hongyan.message.conversation;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.push.ReadMoved;
import dev.hongyan.kit.outbox.EventProducer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Tells those who are online that somebody has read, on its own thread: a broker that is away holds up no caller,
/// and what finds no room is lost, which the next one makes good.
@ApplicationScoped
class ReadAnnouncer {
    private final EventProducer producer;
    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(1_000),
            Thread.ofPlatform().daemon().name("read-announcer").factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    @Inject
    ReadAnnouncer(EventProducer producer) {
        this.producer = producer;
    }

    void announce(ReadMoved moved) {
        executor.execute(() -> {
            var _ = producer.send(new EventEnvelope(Ids.v7(), Instant.now(), moved));
        });
    }

    @PreDestroy
    void close() {
        executor.shutdownNow();
    }
}
