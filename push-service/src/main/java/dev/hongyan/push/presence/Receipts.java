package dev.hongyan.push.presence;

import dev.hongyan.kit.trace.Step;
import dev.hongyan.kit.trace.Trace;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The last step of a trace: the time from a record's delivery until a device says that it holds messages of it.
/// What is remembered for that is bounded, in number and time, and nothing at all while nothing is recorded.
@ApplicationScoped
public class Receipts {
    static final int MOST = 1_000;
    /// Of a message to a large group the first so many tell enough.
    static final int MOST_RECEIPTS = 100;
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /// By conversation; few have one.
    private final ConcurrentMap<UUID, Queue<Expected>> expected = new ConcurrentHashMap<>();
    private final ArrayDeque<Expected> inOrder = new ArrayDeque<>();

    private final InstantSource clock;

    record Expected(UUID conversation, long from, long to, Trace trace, Instant delivered, AtomicInteger receipts) {
        private boolean isLate(Instant now) {
            return delivered.plus(PATIENCE).isBefore(now);
        }
    }

    public Receipts() {
        this(InstantSource.system());
    }

    Receipts(InstantSource clock) {
        this.clock = clock;
    }

    /// The messages with these numbers go out now; on one thread. Which of them is recorded their record does not say.
    ///
    /// @param trace null when nothing is recorded
    public void expect(UUID conversation, long from, long to, @Nullable Trace trace) {
        if (trace == null) {
            return;
        }
        Instant now = clock.instant();
        while (inOrder.size() >= MOST
                || (!inOrder.isEmpty() && inOrder.getFirst().isLate(now))) {
            forget(inOrder.removeFirst());
        }
        Expected one = new Expected(conversation, from, to, trace, now, new AtomicInteger());
        inOrder.addLast(one);
        expected.computeIfAbsent(conversation, _ -> new ConcurrentLinkedQueue<>())
                .add(one);
    }

    private void forget(Expected one) {
        Queue<Expected> all = expected.get(one.conversation());
        if (all != null) {
            all.remove(one);
            if (all.isEmpty()) {
                expected.remove(one.conversation());
            }
        }
    }

    /// A device holds everything up to `seq` now, and did up to `before`.
    void received(UUID conversation, long before, long seq) {
        for (Expected one : reached(conversation, before, seq)) {
            Step.since(one.delivered(), "ws received", SpanKind.INTERNAL, one.trace())
                    .with("hongyan.conversation", conversation.toString())
                    .with("hongyan.seq", Math.min(seq, one.to()))
                    .close();
        }
    }

    /// The records that it holds more of than before, as far as each still counts receipts.
    List<Expected> reached(UUID conversation, long before, long seq) {
        Queue<Expected> all = expected.isEmpty() ? null : expected.get(conversation);
        if (all == null) {
            return List.of();
        }
        Instant now = clock.instant();
        return all.stream()
                .filter(one -> before < one.to() && one.from() <= seq && !one.isLate(now))
                .filter(one -> one.receipts().getAndIncrement() < MOST_RECEIPTS)
                .toList();
    }
}
