package dev.hongyan.benchmarks;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// The open loop: plans each message for an instant and sends it then, whatever has become of those before.
final class Load {
    private static final long TICK = 300_000;
    private static final long SAMPLE = Duration.ofMillis(250).toNanos();
    private static final Duration DRAIN = Duration.ofSeconds(60);
    private static final int STEP_SECONDS = 2;
    private static final double LITTLE_BACKLOG = 0.1;
    private static final double ENOUGH_BACKLOG = 0.5;
    private static final int HIGHEST_RATE = 60_000;

    /// Who sends what is planned, and knows what has become of it. Called from the thread of the load.
    interface Target {
        /// From now on what is sent belongs to this phase.
        void enter(Phase phase);

        /// Sends the next message; on the generator's thread.
        ///
        /// @param plannedNanos the instant from which its latency counts
        void send(long plannedNanos);

        /// Nothing more is sent in this phase; what it had sent may still be under way.
        void sent(Phase phase);

        /// How many have been answered.
        int answered();

        /// How many have come to everybody whom they are for, or were refused.
        int finished();
    }

    /// Messages that never came. What is measured after that would not be what it says.
    static final class Stalled extends RuntimeException {
        Stalled(String message) {
            super(message);
        }
    }

    private final Target target;
    private final Sockets sockets;
    private final double growth;
    private int planned;

    /// @param growth by which the rate rises every two seconds near the limit; twice that far below it
    Load(Target target, Sockets sockets, double growth) {
        this.target = target;
        this.sockets = sockets;
        this.growth = growth;
    }

    /// One rate for some time, and then until everything has come.
    Phase run(String name, int rate, int seconds) {
        Phase phase = new Phase(name, rate, planned);
        target.enter(phase);
        long start = System.nanoTime();
        send(phase, rate, seconds);
        phase.ended(planned, System.nanoTime() - start);
        target.sent(phase);
        drain(phase);
        return phase;
    }

    /// One message, planned for this instant.
    void once() {
        planned++;
        long now = System.nanoTime();
        sockets.execute(() -> target.send(now));
    }

    /// Messages that the caller sends one by one, at moments of his own.
    Phase byHand(String name, Runnable sending) {
        Phase phase = new Phase(name, 0, planned);
        target.enter(phase);
        long start = System.nanoTime();
        sending.run();
        phase.ended(planned, System.nanoTime() - start);
        target.sent(phase);
        drain(phase);
        return phase;
    }

    /// Load at the limit: the rate rises while everything is finished soon and falls when a backlog grows. Answers the
    /// rate that was carried in the last third.
    int atTheLimit(String name, int seconds, int firstRate) {
        Phase phase = new Phase(name, 0, planned);
        target.enter(phase);
        double rate = firstRate;
        long start = System.nanoTime();
        int finishedBefore = 0;
        long lastThird = 0;
        for (int done = 0; done < seconds; done += STEP_SECONDS) {
            if (lastThird == 0 && done >= seconds * 2 / 3) {
                lastThird = System.nanoTime();
                finishedBefore = target.finished();
            }
            send(phase, (int) rate, STEP_SECONDS);
            double backlogSeconds = backlog() / rate;
            rate = nextRate(rate, backlogSeconds);
        }
        int carried = target.finished() - finishedBefore;
        double thirdSeconds = (System.nanoTime() - lastThird) / 1e9;
        phase.ended(planned, System.nanoTime() - start);
        target.sent(phase);
        drain(phase);
        return (int) (carried / thirdSeconds);
    }

    private double nextRate(double rate, double backlogSeconds) {
        if (backlogSeconds > ENOUGH_BACKLOG) {
            return Math.max(1, rate * 0.85);
        }
        return Math.min(HIGHEST_RATE, rate * (backlogSeconds < LITTLE_BACKLOG ? growth * growth : growth));
    }

    /// Messages that are not with everybody yet.
    int backlog() {
        return planned - target.finished();
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

    private void plan(long start, int rate, long from, long to) {
        planned += (int) (to - from);
        sockets.execute(() -> {
            for (long i = from; i < to; i++) {
                target.send(start + (long) (i * 1e9 / rate));
            }
        });
    }

    /// Else the next phase would begin with the load of this one.
    private void drain(Phase phase) {
        if (!await(DRAIN, () -> target.finished() == planned && target.answered() == planned)) {
            throw new Stalled(
                    "%d messages had no answer and %d had not come to everybody %d s after the phase %s at %d/s"
                            .formatted(
                                    planned - target.answered(),
                                    backlog(),
                                    DRAIN.toSeconds(),
                                    phase.name(),
                                    phase.rate()));
        }
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
