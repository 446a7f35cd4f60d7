package dev.hongyan.push.outlet;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// When the sockets of one event loop are written to. A write is a call of the kernel and costs about 11 µs: after
/// some of them the loop gets to its other work, and what few wait for goes before what a thousand get. The order of
/// one
/// socket is that of its queue, whenever it is its turn.
public final class OutletLoop {
    private static final Logger LOG = Logger.getLogger(OutletLoop.class);
    /// So often a socket of a crowd is written to although others are in a hurry, so that none waits for ever.
    private static final int CROWDS_TURN = 4;

    private static final long SLICE_NANOS = Duration.ofMillis(1).toNanos();

    private final EventLoop loop;
    private final Backlog backlog;
    private final Pacer pacer;
    private final SharedFrame shared = new SharedFrame();
    private final ArrayDeque<Outlet> urgent = new ArrayDeque<>();
    private final ArrayDeque<Outlet> later = new ArrayDeque<>();
    private ArrayDeque<Outlet> paced = new ArrayDeque<>();
    private boolean scheduled;
    private int taken;

    /// Where an outlet waits for its turn.
    enum Turn {
        NONE,
        /// For the next window of time.
        PACED,
        LATER,
        URGENT
    }

    /// @param flushInterval under load a socket is written to once in such a time
    /// @param backlog       of all loops
    public OutletLoop(EventLoop loop, Duration flushInterval, Backlog backlog) {
        this.loop = loop;
        this.backlog = backlog;
        this.pacer = new Pacer(flushInterval.toNanos());
    }

    Backlog backlog() {
        return backlog;
    }

    SharedFrame shared() {
        return shared;
    }

    /// An outlet has been written to; the answer is for {@link #request}.
    int flushed(long now) {
        return pacer.flushed(now);
    }

    /// An outlet has something to write.
    void request(Outlet outlet, boolean isUrgent) {
        switch (outlet.turn()) {
            case NONE -> {
                long now = System.nanoTime();
                if (pacer.mustWait(outlet.flushedIn(), now)) {
                    pace(outlet, now);
                } else {
                    enqueue(outlet, isUrgent);
                }
            }
            case LATER -> {
                if (isUrgent) {
                    enqueue(outlet, true); // its place in the other queue is passed over
                }
            }
            case PACED, URGENT -> {}
        }
    }

    private void pace(Outlet outlet, long now) {
        outlet.setTurn(Turn.PACED);
        paced.addLast(outlet);
        if (paced.size() == 1) {
            var _ = loop.schedule(this::nextWindow, pacer.untilNext(now), TimeUnit.NANOSECONDS);
        }
    }

    private void nextWindow() {
        ArrayDeque<Outlet> waited = paced;
        paced = new ArrayDeque<>();
        waited.forEach(outlet -> enqueue(outlet, outlet.isUrgent()));
    }

    private void enqueue(Outlet outlet, boolean isUrgent) {
        outlet.setTurn(isUrgent ? Turn.URGENT : Turn.LATER);
        (isUrgent ? urgent : later).addLast(outlet);
        schedule();
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            loop.execute(this::flushSome); // after what the loop is at now: its other frames come along
        }
    }

    private void flushSome() {
        scheduled = false;
        long end = System.nanoTime() + SLICE_NANOS;
        do {
            Outlet next = next();
            if (next == null) {
                shared.release();
                return;
            }
            flush(next);
        } while (System.nanoTime() - end < 0);
        schedule();
    }

    private @Nullable Outlet next() {
        taken++;
        boolean crowdFirst = taken % CROWDS_TURN == 0;
        Outlet next = crowdFirst ? nextLater() : urgent.pollFirst();
        if (next == null) {
            next = crowdFirst ? urgent.pollFirst() : nextLater();
        }
        return next;
    }

    private @Nullable Outlet nextLater() {
        Outlet next = later.pollFirst();
        while (next != null && next.turn() != Turn.LATER) {
            next = later.pollFirst();
        }
        return next;
    }

    private static void flush(Outlet outlet) {
        outlet.setTurn(Turn.NONE);
        try {
            outlet.flush();
        } catch (Throwable e) { // out of memory beside the heap too; the others are not to wait for it
            LOG.error("socket cannot be written to", e);
            outlet.giveUp();
        }
    }
}
