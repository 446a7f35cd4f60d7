package dev.hongyan.push.fanout;

import dev.hongyan.contracts.EventHeaders;
import dev.hongyan.kit.trace.Step;
import dev.hongyan.kit.trace.Trace;
import dev.hongyan.push.messagelog.LogRun;
import dev.hongyan.push.messagelog.MemberNames;
import dev.hongyan.push.presence.Receipts;
import dev.hongyan.push.resume.Resumption;
import dev.hongyan.push.session.Conversation;
import dev.hongyan.push.session.PushMetrics;
import dev.hongyan.push.session.Registry;
import dev.hongyan.push.session.Subscription;
import io.netty.channel.EventLoop;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// From the records of one poll to the loops of the sessions concerned. Whatever no session here holds is skipped
/// by its key, without a look at the value.
@ApplicationScoped
class RecordFanout {
    private static final Logger LOG = Logger.getLogger(RecordFanout.class);
    /// Handed-over polls that wait for the loops; without a bound an overload would fill the heap here.
    private static final int MAX_HANDED_OVER = 8;

    private final Registry registry;
    private final Resumption resumption;
    private final PushMetrics metrics;
    private final Map<EventLoop, LoopDeliveries> loops = new ConcurrentHashMap<>();
    private final Receipts receipts;
    private final Semaphore handedOver = new Semaphore(MAX_HANDED_OVER);
    private final AtomicBoolean askUsers = new AtomicBoolean();

    @Inject
    RecordFanout(Registry registry, Resumption resumption, PushMetrics metrics, Receipts receipts) {
        this.registry = registry;
        this.resumption = resumption;
        this.metrics = metrics;
        this.receipts = receipts;
    }

    /// Hands records over; waits while too much is under way. On the consumer's thread.
    void accept(List<ConsumerRecord<byte[], byte[]>> records) throws InterruptedException {
        Map<EventLoop, Polled> byLoop = new HashMap<>();
        long newest = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                sort(record, byLoop);
            } catch (RuntimeException e) {
                LOG.errorf(e, "record cannot be sorted, offset=%d", record.offset()); // a hole, filled from the log
            }
            newest = record.timestamp();
        }
        for (Map.Entry<EventLoop, Polled> part : byLoop.entrySet()) {
            EventLoop loop = part.getKey();
            Polled polled = part.getValue();
            LoopDeliveries deliveries = loops.computeIfAbsent(loop, LoopDeliveries::new);
            handedOver.acquire();
            polled.newest = newest;
            loop.execute(() -> deliveries.add(polled.deliveries));
        }
    }

    /// What one poll has brought for one loop.
    private final class Polled {
        private final List<Delivery> deliveries = new ArrayList<>();
        private long newest;
        private int delivered;

        void add(Subscription[] to, LogRun run, MemberNames left, Step record) {
            Trace trace = record.trace();
            deliveries.add(new Delivery(to, run, left, trace == null ? this::delivered : delivered(to, trace)));
        }

        private Runnable delivered(Subscription[] to, Trace trace) {
            Step step = Step.begin("deliver", SpanKind.INTERNAL, trace).with("hongyan.sessions", to.length);
            return () -> {
                step.close();
                delivered();
            };
        }

        /// On the loop.
        private void delivered() {
            delivered++;
            if (delivered == deliveries.size()) {
                handedOver.release();
                metrics.deliveredByPush(Duration.ofMillis(Math.max(0, System.currentTimeMillis() - newest)));
            }
        }
    }

    /// Whether a record told of more changed members than it could name, since the last call.
    boolean takeAskUsers() {
        return askUsers.getAndSet(false);
    }

    private void sort(ConsumerRecord<byte[], byte[]> record, Map<EventLoop, Polled> byLoop) {
        UUID id = conversation(record.key());
        Header joinedHeader = record.headers().lastHeader(EventHeaders.JOINED);
        Conversation held = id == null ? null : registry.conversation(id);
        if (id == null || record.value() == null || (held == null && joinedHeader == null)) {
            return;
        }
        LogRun run;
        try {
            run = LogRun.ofRecord(record.value());
        } catch (IOException e) {
            LOG.errorf(e, "record cannot be read, topic=%s offset=%d", record.topic(), record.offset());
            return; // a hole, which is filled from the log
        }
        MemberNames joined = names(joinedHeader);
        MemberNames left = names(record.headers().lastHeader(EventHeaders.LEFT));
        Conversation conversation = held == null ? new Conversation(id) : held;
        conversation.membersChanged(run.from(), run.to(), joined, left);
        conversation.takeUntold(run.from(), run.to());
        try (Step step = step(record, run)) {
            for (Subscription[] part : conversation.byLoop()) {
                byLoop.computeIfAbsent(part[0].session().loop(), first -> new Polled())
                        .add(part, run, left, step);
            }
        }
        if (joined.isTooMany()) {
            askUsers.set(true);
        }
        resumption.joined(conversation, joined.users());
    }

    private Step step(ConsumerRecord<byte[], byte[]> record, LogRun run) {
        Header header = Step.areRecorded() ? record.headers().lastHeader(EventHeaders.TRACE_PARENT) : null;
        if (header == null || header.value() == null) {
            return Step.NONE;
        }
        Trace producer = Step.recorded(new String(header.value(), StandardCharsets.US_ASCII));
        Step step = Step.begin("process " + record.topic(), SpanKind.CONSUMER, producer)
                .link(producer)
                .with("messaging.system", "kafka")
                .with("messaging.operation.type", "process")
                .with("messaging.destination.name", record.topic());
        receipts.expect(run.conversation(), run.from(), run.to(), step.trace());
        return step;
    }

    private static MemberNames names(@Nullable Header header) {
        return MemberNames.of(header == null ? null : header.value());
    }

    private static @Nullable UUID conversation(byte @Nullable [] key) {
        try {
            return key == null ? null : UUID.fromString(new String(key, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
