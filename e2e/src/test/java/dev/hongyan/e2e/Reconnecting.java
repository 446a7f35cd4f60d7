package dev.hongyan.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Brings a device back whose connection ended, once that is wanted, and notes how long it was away.
final class Reconnecting {
    private static final int PAUSE_MILLIS = 200;

    private final Device device;
    private final AtomicReference<@Nullable Long> lost = new AtomicReference<>();
    private final Queue<Duration> outages = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean due = new AtomicBoolean();
    private final Lock oneAtATime = new ReentrantLock();
    private volatile boolean wanted;

    Reconnecting(Device device) {
        this.device = device;
    }

    void begin() {
        wanted = true;
    }

    void stop() {
        wanted = false;
    }

    boolean wanted() {
        return wanted;
    }

    /// Is told of each end of a connection.
    void ended() {
        if (wanted) {
            lost.compareAndSet(null, System.nanoTime());
            soon();
        }
    }

    /// Whether everything missed has come since the connection was lost last.
    boolean isBack() {
        return lost.get() == null;
    }

    List<Duration> outages() {
        return List.copyOf(outages);
    }

    /// The connection has said that it left something out.
    void resumeAgain() {
        later(0, () -> {
            oneAtATime.lock();
            try {
                if (device.socket().isOpen()) {
                    device.live();
                }
            } catch (RuntimeException | AssertionError notNow) {
                if (wanted) {
                    device.socket().abort(); // and begins anew
                }
            } finally {
                oneAtATime.unlock();
            }
        });
    }

    /// However many ask for it, one is under way.
    private void soon() {
        if (due.compareAndSet(false, true)) {
            later(PAUSE_MILLIS, this::reconnect);
        }
    }

    private void reconnect() {
        oneAtATime.lock();
        try {
            due.set(false);
            if (wanted && !device.socket().isOpen()) {
                comeBack();
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    private void comeBack() {
        try {
            device.connect();
            device.live();
            Long since = lost.getAndSet(null);
            if (since != null) {
                outages.add(Duration.ofNanos(System.nanoTime() - since));
            }
            device.repeatAll();
        } catch (RuntimeException | AssertionError notYet) {
            if (device.socket().isOpen()) {
                device.socket().abort();
            }
            soon();
        }
    }

    static void later(long millis, Runnable deed) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(deed);
    }
}
