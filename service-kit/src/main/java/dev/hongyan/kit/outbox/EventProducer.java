package dev.hongyan.kit.outbox;

import dev.hongyan.contracts.EventCodec;
import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.EventHeaders;
import dev.hongyan.kit.trace.Step;
import dev.hongyan.kit.trace.Trace;
import io.opentelemetry.api.trace.SpanKind;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// The only way to Kafka. Sending may block for {@link #MAX_BLOCK} while the broker is away, so it happens on threads
/// that nobody waits for; the outcome comes by the future, on the producer's thread.
@ApplicationScoped
public class EventProducer {
    /// How long a send waits for the topic's metadata or for room in the buffer.
    public static final Duration MAX_BLOCK = Duration.ofSeconds(2);

    private static final byte[] SPEC_VERSION = ascii("1.0");

    private final Producer<String, byte[]> producer;
    private final byte[] source;

    @Inject
    EventProducer(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) MAX_BLOCK.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, 50);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        settings.remove("group.id");
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        source = ascii("/hongyan/" + application);
    }

    /// Sends one record; completes when the broker has acknowledged it.
    ///
    /// @param key decides the partition: records of one key keep their order
    public CompletableFuture<Void> send(String topic, String key, byte[] value, List<Header> headers) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            var _ = producer.send(new ProducerRecord<>(topic, null, key, value, headers), (metadata, failure) -> {
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    /// Sends one event with its CloudEvents headers.
    public CompletableFuture<Void> send(EventEnvelope event) {
        String topic = event.data().topic().topicName();
        byte[] value = EventCodec.encode(event.data());
        Trace change = Step.recorded(event.traceparent());
        Step step = change == null ? Step.NONE : step(topic, List.of(change));
        String traceparent = step.header() == null ? event.traceparent() : step.header();
        List<Header> headers = headers(event.id(), event.type(), event.time().toString(), traceparent);
        CompletableFuture<Void> sent = send(topic, event.data().key(), value, headers);
        if (step != Step.NONE) {
            var _ = sent.whenComplete((_, failure) -> end(step, failure));
        }
        return sent;
    }

    /// The step of sending a record in which these traces have a part.
    public static Step step(String topic, List<Trace> traces) {
        return Step.beginForAll("send " + topic, SpanKind.PRODUCER, traces)
                .with("messaging.system", "kafka")
                .with("messaging.operation.type", "send")
                .with("messaging.destination.name", topic);
    }

    /// The broker has acknowledged it, or not.
    public static void end(Step step, @Nullable Throwable failure) {
        if (failure != null) {
            step.failed(failure);
        }
        step.close();
    }

    /// The CloudEvents headers of a record of this service.
    public List<Header> headers(UUID id, String type, String time) {
        return List.of(
                new RecordHeader(EventHeaders.SPEC_VERSION, SPEC_VERSION),
                new RecordHeader(EventHeaders.ID, ascii(id.toString())),
                new RecordHeader(EventHeaders.TYPE, ascii(type)),
                new RecordHeader(EventHeaders.SOURCE, source),
                new RecordHeader(EventHeaders.TIME, ascii(time)));
    }

    /// The same, and the trace context of the change if it is known.
    List<Header> headers(UUID id, String type, String time, @Nullable String traceparent) {
        return traced(headers(id, type, time), traceparent);
    }

    /// Headers, and the trace context if there is one.
    public static List<Header> traced(List<Header> headers, @Nullable String traceparent) {
        if (traceparent == null) {
            return headers;
        }
        List<Header> all = new ArrayList<>(headers);
        all.add(new RecordHeader(EventHeaders.TRACE_PARENT, ascii(traceparent)));
        return all;
    }

    @PreDestroy
    void close() {
        producer.close(Duration.ofSeconds(2));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
