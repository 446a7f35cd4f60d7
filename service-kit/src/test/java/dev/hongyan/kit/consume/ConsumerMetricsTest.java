package dev.hongyan.kit.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.Topics;
import dev.hongyan.contracts.user.BlockChanged;
import dev.hongyan.kit.KitTest;
import dev.hongyan.kit.outbox.EventProducer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the alerts look at.
@KitTest
@SuppressWarnings("NullAway.Init") // injected
class ConsumerMetricsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    @Inject
    EventProducer producer;

    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private EventConsumers consumers;

    @BeforeEach
    void begin() {
        consumers = new EventConsumers(broker, producer, metrics);
    }

    @AfterEach
    void end() {
        consumers.stop(new ShutdownEvent());
    }

    @Test
    void deadLettersAreCountedFromNoneOn() {
        consumers.start(Topics.USER, "none-dead-" + Ids.v7(), _ -> {});
        for (String reason : new String[] {"undecodable", "failed"}) {
            assertThat(metrics.get("im_dlq_total")
                            .tags("topic", Topics.USER.topicName(), "reason", reason)
                            .counter()
                            .count())
                    .isZero();
        }
    }

    @Test
    void howFarAConsumerIsBehindRisesWhileItIsStuckAndEndsWithIt() {
        AtomicBoolean away = new AtomicBoolean(true);
        consumers.start(Topics.USER, "stuck-" + Ids.v7(), _ -> {
            if (away.get()) {
                throw new SQLTransientConnectionException("away");
            }
        });
        producer.send(new EventEnvelope(Ids.v7(), Instant.now(), new BlockChanged(Ids.v7(), Ids.v7(), 1, true)))
                .join();
        await().atMost(SOON).until(() -> lag() > 0);
        double before = lag();
        await().atMost(SOON).until(() -> lag() > before + 1);
        away.set(false);
        await().atMost(SOON).until(() -> lag() == 0);
    }

    private double lag() {
        return metrics.get("im_consumer_lag_seconds").gauge().value();
    }
}
