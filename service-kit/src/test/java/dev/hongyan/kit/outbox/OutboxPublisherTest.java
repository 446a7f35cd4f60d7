package dev.hongyan.kit.outbox;

import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.user.BlockChanged;
import dev.hongyan.kit.KitTest;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@KitTest
class OutboxPublisherTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    EventProducer producer;

    @Inject
    DataSource database;

    @Test
    void afterAnErrorItPublishesOn() throws InterruptedException {
        AtomicInteger deletes = new AtomicInteger();
        Set<UUID> deleted = ConcurrentHashMap.newKeySet();
        OutboxPublisher publisher = new OutboxPublisher(producer, new OutboxRows(database) {
            @Override
            void delete(List<UUID> ids) {
                if (deletes.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("beside the heap");
                }
                deleted.addAll(ids);
            }
        });
        publisher.start();
        try {
            publisher.offer(List.of(event()));
            await().atMost(SOON).until(() -> deletes.get() >= 1);
            EventEnvelope next = event();
            publisher.offer(List.of(next));
            await().atMost(SOON).until(() -> deleted.contains(next.id()));
        } finally {
            publisher.stop(new ShutdownEvent());
        }
    }

    private static EventEnvelope event() {
        return new EventEnvelope(Ids.v7(), Instant.now(), new BlockChanged(Ids.v7(), Ids.v7(), 1, true));
    }
}
