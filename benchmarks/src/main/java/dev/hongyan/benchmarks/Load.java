package dev.hongyan.benchmarks;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// The open loop: plans each message for an instant and sends it then, whatever has become of those before.
final class Load {
    private static final long TICK = 300_000;
    private static final long SAMPLE = Duration.ofMillis(250).toNanos();
    private static final Duration DRAIN = Duration.ofSeconds(20);
    private static final int STEP_SECONDS = 2;
    private static final double ENOUGH_BACKLOG = 0.5;
    private static final int FIRST_RATE = 500;
    private static final int HIGHEST_RATE = 60_000;

    private final Devices devices;
    private final Ledger ledger;
    private final Sockets sockets;
    private final int conversations;
    private final Random random = new Random(7);
    private int planned;

    Load(Devices devices, Ledger ledger, Sockets sockets, int conversations) {
        this.devices = devices;
        this.ledger = ledger;
        this.sockets = sockets;
        this.conversations = conversations;
    }

    /// One rate for some time, and then until everything is answered.
    Phase run(String name, int rate, int seconds) {
        Phase phase = new Phase(name, rate, planned);
        devices.enter(phase);
        long start = System.nanoTime();
        send(phase, rate, seconds);
        phase.ended(planned, System.nanoTime() - start);
        drain();
        return phase;
    }

    /// Load at the limit: the rate rises while everything is answered soon and falls when a backlog grows. Answers the
    /// rate
    /// that was carried in the last third.
    int atTheLimit(String name, int seconds, int firstRate) {
        Phase phase = new Phase(name, 0, planned);
        devices.enter(phase);
        double rate = Math.max(FIRST_RATE, firstRate);
        long start = System.nanoTime();
        int answeredBefore = 0;
        long lastThird = 0;
        for (int done = 0; done < seconds; done += STEP_SECONDS) {
            send(phase, (int) rate, STEP_SECONDS);
            if (lastThird == 0 && done >= seconds * 2 / 3) {
                lastThird = System.nanoTime();
                answeredBefore = devices.answered();
            }
            double backlogSeconds = backlog() / rate;
            rate = backlogSeconds > ENOUGH_BACKLOG ? rate * 0.85 : Math.min(HIGHEST_RATE, rate * 1.08);
        }
        int carried = devices.answered() - answeredBefore;
        double thirdSeconds = (System.nanoTime() - lastThird) / 1e9;
        phase.ended(planned, System.nanoTime() - start);
        drain();
        return (int) (carried / thirdSeconds);
    }

    /// Sends that are not answered yet.
    int backlog() {
        return planned - devices.answered();
    }

    private void send(Phase phase, int rate, int seconds) {
        long start = System.nanoTime();
        long total = (long) rate * seconds;
        long nextSample = start + SAMPLE;
        long done = 0;
        while (done < total) {
            long now = System.nanoTime();
            long due = Math.min(total, (long) ((now - start) / 1e9 * rate) + 1);
            if (due > done) {
                plan(start, rate, done, due);
                done = due;
            }
            if (now >= nextSample) {
                phase.sampleBacklog(backlog());
                nextSample += SAMPLE;
            }
            long next = start + (long) (done * 1e9 / rate);
            LockSupport.parkNanos(Math.max(TICK, next - System.nanoTime()));
        }
    }

    /// Planned and sent on the generator's thread, which alone writes the ledger.
    private void plan(long start, int rate, long from, long to) {
        planned += (int) (to - from);
        long[] choice = random.longs(to - from).toArray();
        sockets.loop().execute(() -> {
            int first = ledger.size();
            for (long i = from; i < to; i++) {
                long chosen = choice[(int) (i - from)] >>> 1;
                ledger.plan(start + (long) (i * 1e9 / rate), (int) (chosen / 2 % conversations), (int) (chosen & 1));
            }
            devices.send(first, ledger.size());
        });
    }

    private void drain() {
        await(DRAIN, () -> backlog() <= 0);
    }

    /// Waits until it holds; false when it did not in time.
    static boolean await(Duration limit, BooleanSupplier fits) {
        long end = System.nanoTime() + limit.toNanos();
        while (!fits.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        return true;
    }
}
