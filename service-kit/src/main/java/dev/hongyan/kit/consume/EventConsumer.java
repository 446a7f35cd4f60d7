package dev.hongyan.kit.consume;

import dev.hongyan.contracts.EventCodec;
import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.EventHeaders;
import dev.hongyan.contracts.Topics;
import dev.hongyan.kit.outbox.EventProducer;
import dev.hongyan.kit.problem.Unavailability;
import dev.hongyan.kit.trace.Step;
import dev.hongyan.kit.trace.Trace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One loop: poll, apply all in one transaction, commit the offsets.
///
/// What cannot be decoded goes to the dead letters at once. While the database or the network is down the same poll is
/// tried again, as long as it takes, and never becomes a dead letter. What fails for another reason is tried record by
/// record, three times each, and then becomes one: its neighbours are not kept waiting.
final class EventConsumer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EventConsumer.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final long PAUSE_BEFORE_ANEW_MILLIS = 1_000;
    private static final int TRIES = 3;
    private static final Duration STOP = Duration.ofSeconds(2);

    private final Map<String, Object> settings;
    private final Topics topic;
    private final EventConsumers.Applier applier;
    private final EventProducer producer;
    private final Counter undecodable;
    private final Counter failed;
    private final Thread thread;
    private volatile boolean running = true;
    /// When the oldest event came that has been polled and not applied; 0 when there is none.
    private volatile long oldestPending;
    private volatile @Nullable Consumer<String, byte[]> current;

    /// A record and the event in it.
    private record Decoded(ConsumerRecord<String, byte[]> source, EventEnvelope event) {}

    EventConsumer(
            Map<String, Object> settings,
            Topics topic,
            EventConsumers.Applier applier,
            EventProducer producer,
            MeterRegistry metrics) {
        this.settings = settings;
        this.topic = topic;
        this.applier = applier;
        this.producer = producer;
        // There from the start: what is born as 1 is no increase to who watches.
        this.undecodable = metrics.counter("im_dlq_total", "topic", topic.topicName(), "reason", "undecodable");
        this.failed = metrics.counter("im_dlq_total", "topic", topic.topicName(), "reason", "failed");
        Gauge.builder("im_consumer_lag_seconds", this, EventConsumer::lagSeconds)
                .tag("topic", topic.topicName())
                .register(metrics);
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("consumer-" + topic.topicName())
                .start(this::run);
    }

    @Override
    public void close() {
        running = false;
        Consumer<String, byte[]> reading = current;
        if (reading != null) {
            reading.wakeup();
        }
        try {
            if (!thread.join(STOP)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (running) {
            try (Consumer<String, byte[]> consumer =
                    new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
                current = consumer;
                consumer.subscribe(List.of(topic.topicName()));
                read(consumer);
            } catch (WakeupException | InterruptedException | InterruptException e) {
                running = false;
            } catch (Throwable e) { // out of memory beside the heap too: without this thread nothing is applied
                // The offsets are where they were: what was polled comes again, which appliers bear.
                LOG.warnf("consumer begins anew, topic=%s, cause=%s", topic.topicName(), e.toString());
                pauseBeforeAnew();
            }
        }
    }

    private void read(Consumer<String, byte[]> consumer) throws InterruptedException {
        while (running) {
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            if (records.isEmpty()) {
                oldestPending = 0;
            } else {
                oldestPending = oldest(records);
                applyAll(decode(records));
                consumer.commitSync();
            }
        }
    }

    private static long oldest(ConsumerRecords<String, byte[]> records) {
        long oldest = Long.MAX_VALUE;
        for (ConsumerRecord<String, byte[]> record : records) {
            oldest = Math.min(oldest, record.timestamp());
        }
        return oldest;
    }

    /// How long the oldest has waited until now, so that it rises while they are tried again and again.
    private double lagSeconds() {
        long oldest = oldestPending;
        return oldest == 0 ? 0 : Math.max(0, System.currentTimeMillis() - oldest) / 1e3;
    }

    private void pauseBeforeAnew() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_BEFORE_ANEW_MILLIS);
        } catch (InterruptedException e) {
            running = false;
        }
    }

    private List<Decoded> decode(ConsumerRecords<String, byte[]> records) {
        List<Decoded> decoded = new ArrayList<>(records.count());
        for (ConsumerRecord<String, byte[]> source : records) {
            try {
                decoded.add(new Decoded(source, decode(source)));
            } catch (IOException | RuntimeException e) {
                undecodable.increment();
                die(source, "undecodable", e);
            }
        }
        return decoded;
    }

    private static EventEnvelope decode(ConsumerRecord<String, byte[]> source) throws IOException {
        if (source.value() == null) {
            throw new IOException("no value");
        }
        return new EventEnvelope(
                UUID.fromString(header(source, EventHeaders.ID)),
                Instant.parse(header(source, EventHeaders.TIME)),
                EventCodec.decode(header(source, EventHeaders.TYPE), source.value()),
                traceparent(source));
    }

    private static @Nullable String traceparent(ConsumerRecord<String, byte[]> source) {
        Header header = source.headers().lastHeader(EventHeaders.TRACE_PARENT);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String header(ConsumerRecord<String, byte[]> source, String name) throws IOException {
        Header header = source.headers().lastHeader(name);
        if (header == null) {
            throw new IOException("no header " + name);
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private void applyAll(List<Decoded> decoded) throws InterruptedException {
        if (!decoded.isEmpty() && !applyTogether(decoded)) {
            applyEach(decoded);
        }
    }

    private boolean applyTogether(List<Decoded> decoded) throws InterruptedException {
        try (Step step = step(decoded)) {
            Trace trace = step.trace();
            if (trace != null) {
                trace.enter();
            }
            Throwable failure = tryApply(decoded, 1);
            if (failure != null) {
                step.failed(failure);
            }
            return failure == null;
        } finally {
            Trace.leave();
        }
    }

    private Step step(List<Decoded> decoded) {
        if (!Step.areRecorded()) {
            return Step.NONE;
        }
        List<Trace> producers = decoded.stream()
                .flatMap(each -> Stream.ofNullable(Step.recorded(each.event().traceparent())))
                .toList();
        return Step.beginForAll("process " + topic.topicName(), SpanKind.CONSUMER, producers)
                .with("messaging.system", "kafka")
                .with("messaging.operation.type", "process")
                .with("messaging.destination.name", topic.topicName())
                .with("messaging.batch.message_count", decoded.size());
    }

    private void applyEach(List<Decoded> decoded) throws InterruptedException {
        for (Decoded one : decoded) {
            try (Step step = step(List.of(one))) {
                Trace trace = step.trace();
                (trace == null ? Trace.continuing(one.event().traceparent()) : trace).enter();
                Throwable failure = tryApply(List.of(one), TRIES);
                if (failure != null) {
                    step.failed(failure);
                    failed.increment();
                    die(one.source(), "failed", failure);
                }
            } finally {
                Trace.leave();
            }
        }
    }

    /// An error of the code is a failure like others: a deep body that overflows the stack would come again for
    /// ever. Not so one of the machine.
    ///
    /// @return null when they were applied, else the failure that does not pass by itself
    private @Nullable Throwable tryApply(List<Decoded> decoded, int tries) throws InterruptedException {
        List<EventEnvelope> events = decoded.stream().map(Decoded::event).toList();
        long pause = FIRST_PAUSE_MILLIS;
        for (int failures = 0; ; ) {
            try {
                applier.apply(events);
                return null;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
                if (!Unavailability.causedBy(e) && ++failures >= tries) {
                    return e;
                }
                LOG.warnf("events not applied, topic=%s, cause=%s", topic.topicName(), e.toString());
            }
            TimeUnit.MILLISECONDS.sleep(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
    }

    private void die(ConsumerRecord<String, byte[]> source, String reason, Throwable failure) {
        LOG.errorf(failure, "dead letter, topic=%s, key=%s, reason=%s", topic.topicName(), source.key(), reason);
        List<Header> headers = new ArrayList<>();
        source.headers().forEach(headers::add);
        headers.add(new RecordHeader(EventHeaders.DEAD_REASON, reason.getBytes(StandardCharsets.UTF_8)));
        byte[] value = source.value() == null ? new byte[0] : source.value();
        // Waited for, since the offsets are committed next; without it the record would be dropped silently.
        try {
            producer.send(topic.deadLetterName(), source.key(), value, headers).join();
        } catch (CompletionException e) {
            throw new KafkaException("dead letter not written", e);
        }
    }
}
