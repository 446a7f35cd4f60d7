package dev.hongyan.benchmarks;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/// What clients do beside talking: renew their tokens, say what they hold, show that they live. One person after the
/// other, so that it is spread evenly.
final class Upkeep implements AutoCloseable {
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);
    private static final int TICK_MILLIS = 20;

    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);

    Upkeep(World world, int people, Devices devices, Sockets sockets, Http http, int receivedSeconds) {
        if (receivedSeconds > 0) {
            Round received = new Round(people, Duration.ofSeconds(receivedSeconds));
            every(TICK_MILLIS, () -> sockets.loop().execute(() -> received.each(devices::received)));
        }
        Round heartbeat = new Round(people, HEARTBEAT);
        every(TICK_MILLIS, () -> sockets.loop().execute(() -> heartbeat.each(devices::ping)));
        Round renewal = new Round(people, Duration.ofMinutes(1));
        every(
                TICK_MILLIS,
                () -> renewal.each(person -> {
                    Account account = world.accounts().get(person);
                    if (account.isDueForRenewal()) {
                        String token = account.accessToken(http);
                        sockets.loop().execute(() -> devices.auth(person, token));
                    }
                }));
    }

    /// Goes through all people in some time, some at each tick.
    private static final class Round {
        private final int people;
        private final double each;
        private double due;
        private int next;

        Round(int people, Duration time) {
            this.people = people;
            this.each = (double) people * TICK_MILLIS / time.toMillis();
        }

        void each(IntConsumer deed) {
            for (due += each; due >= 1; due--) {
                deed.accept(next);
                next = (next + 1) % people;
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void every(int millis, Runnable deed) {
        var _ = clock.scheduleAtFixedRate(
                () -> {
                    try {
                        deed.run();
                    } catch (RuntimeException e) {
                        System.err.println("Upkeep: " + e);
                    }
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }
}
