package dev.hongyan.kit.outbox;

import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class TopicCreationTest {
    @Test
    void afterAnErrorItLooksAgain() {
        AtomicInteger looks = new AtomicInteger();
        TopicCreation creation = new TopicCreation(Map.of("bootstrap.servers", "localhost:1"), 1, (short) 1) {
            @Override
            Admin open(Map<String, Object> settings) {
                if (looks.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("beside the heap");
                }
                return super.open(settings);
            }
        };
        creation.start(new StartupEvent());
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> looks.get() >= 2);
        } finally {
            creation.stop(new ShutdownEvent());
        }
    }
}
