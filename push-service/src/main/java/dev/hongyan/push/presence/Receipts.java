package dev.hongyan.push.presence;

import dev.hongyan.kit.trace.Step;
import dev.hongyan.kit.trace.Trace;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The last step of a trace: the time from a message's delivery until a device says that it holds it. What is
/// remembered for that is bounded, in number and time, and nothing at all while nothing is recorded.
@ApplicationScoped
public class Receipts {
    private static final int MOST = 1_000;
    /// Of a message to a large group the first so many tell enough.
    private static final int MOST_DEVICES = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// By conversation; few have one.
    private final ConcurrentMap<UUID, Queue<Expected>> expected = new ConcurrentHashMap<>();
    private final ArrayDeque<Expected> inOrder = new ArrayDeque<>();

    private record Expected(UUID conversation, long seq, Trace trace, Instant delivered, AtomicInteger devices) {}

    /// That message, and what is before it, goes out now; on one thread.
    ///
    /// @param trace null when nothing is recorded
    public void expect(UUID conversation, long seq, @Nullable Trace trace) {
        if (trace == null) {
            return;
        }
        Instant now = Instant.now();
        while (inOrder.size() >= MOST
                || (!inOrder.isEmpty()
                        && inOrder.getFirst().delivered().plus(PATIENCE).isBefore(now))) {
            forget(inOrder.removeFirst());
        }
        Expected one = new Expected(conversation, seq, trace, now, new AtomicInteger());
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
        Queue<Expected> all = expected.isEmpty() ? null : expected.get(conversation);
        if (all == null) {
            return;
        }
        for (Expected one : all) {
            if (before < one.seq() && one.seq() <= seq && one.devices().getAndIncrement() < MOST_DEVICES) {
                Step.since(one.delivered(), "ws received", SpanKind.INTERNAL, one.trace())
                        .with("hongyan.conversation", conversation.toString())
                        .with("hongyan.seq", one.seq())
                        .close();
            }
        }
    }
}
