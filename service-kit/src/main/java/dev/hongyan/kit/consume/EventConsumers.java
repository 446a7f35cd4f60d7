package dev.hongyan.kit.consume;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Topics;
import dev.hongyan.kit.outbox.EventProducer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/// Starts the consumers of a service and ends them with it.
@ApplicationScoped
public class EventConsumers {
    private final Map<String, Object> broker;
    private final EventProducer producer;
    private final MeterRegistry metrics;
    private final List<EventConsumer> consumers = new CopyOnWriteArrayList<>();

    /// Applies events to the rows of a service, in one transaction. Bears repeats, swaps and replays: it compares
    /// versions row by row and ignores what is not newer.
    @FunctionalInterface
    public interface Applier {
        /// Applies all or none of them.
        ///
        /// @throws Exception when nothing was applied; a passing failure is tried again, any other isolates the
        ///     culprit
        void apply(List<EventEnvelope> events) throws Exception;
    }

    @Inject
    EventConsumers(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            EventProducer producer,
            MeterRegistry metrics) {
        this.broker = broker;
        this.producer = producer;
        this.metrics = metrics;
    }

    /// Begins to read a topic as a member of `group`, from the start when the group has never read it: appliers bear
    /// replays. Returns at once, also while there is no broker.
    public void start(Topics topic, String group, Applier applier) {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MS_CONFIG, 50);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        // Who was killed is waited for so long before another one reads on, and himself when he comes back: the least
        // that a broker allows unless it is told otherwise.
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        consumers.add(new EventConsumer(settings, topic, applier, producer, metrics));
    }

    void stop(@Observes(notifyObserver = Reception.IF_EXISTS) ShutdownEvent event) {
        consumers.forEach(EventConsumer::close);
    }
}
