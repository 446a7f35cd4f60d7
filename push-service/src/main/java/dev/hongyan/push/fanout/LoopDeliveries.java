package dev.hongyan.push.fanout;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/// Records on their way to the sessions of one event loop, never for long at a stretch: the loop has sockets to read
/// and
/// to write. What few wait for goes before what a crowd gets, so records of one conversation may swap when it becomes a
/// crowd; the sessions' cursors put them in order. On the loop only.
final class LoopDeliveries {
    private static final long SLICE_NANOS = Duration.ofMillis(2).toNanos();
    /// Sessions between two looks at the clock.
    private static final int STEP = 128;

    private final EventLoop loop;
    private final ArrayDeque<Delivery> few = new ArrayDeque<>();
    private final ArrayDeque<Delivery> crowded = new ArrayDeque<>();
    private boolean scheduled;

    LoopDeliveries(EventLoop loop) {
        this.loop = loop;
    }

    void add(List<Delivery> deliveries) {
        deliveries.forEach(each -> (each.isCrowded() ? crowded : few).addLast(each));
        if (!scheduled) {
            handSome();
        }
    }

    private void handSome() {
        scheduled = false;
        long end = System.nanoTime() + SLICE_NANOS;
        while (!few.isEmpty() && System.nanoTime() - end < 0) {
            step(few);
        }
        do {
            step(crowded); // at least one: an overload of the few does not shut the crowds out
        } while (!crowded.isEmpty() && System.nanoTime() - end < 0);
        if (!few.isEmpty() || !crowded.isEmpty()) {
            scheduled = true;
            loop.execute(this::handSome);
        }
    }

    private static void step(ArrayDeque<Delivery> waiting) {
        Delivery first = waiting.peekFirst();
        if (first != null && first.handOver(STEP)) {
            waiting.removeFirst();
        }
    }
}
