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

    /// Clients by number, from 0. Called on the generator's thread.
    interface Clients {
        int count();

        Account account(int client);

        /// Says what it holds, if there is news.
        void received(int client);

        void ping(int client);

        void auth(int client, String token);
    }

    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final Faults faults;

    /// @param receivedSeconds how often a device says what it holds; 0 = never
    Upkeep(Clients clients, Sockets sockets, Http http, int receivedSeconds, Faults faults) {
        this.faults = faults;
        if (receivedSeconds > 0) {
            Round received = new Round(clients.count(), Duration.ofSeconds(receivedSeconds));
            every(TICK_MILLIS, () -> sockets.execute(() -> received.each(clients::received)));
        }
        Round heartbeat = new Round(clients.count(), HEARTBEAT);
        every(TICK_MILLIS, () -> sockets.execute(() -> heartbeat.each(clients::ping)));
        Round renewal = new Round(clients.count(), Duration.ofMinutes(1));
        every(
                TICK_MILLIS,
                () -> renewal.each(client -> {
                    Account account = clients.account(client);
                    if (account.isDueForRenewal()) {
                        String token = account.accessToken(http);
                        sockets.execute(() -> clients.auth(client, token));
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

    /// What is under way is interrupted, which is no fault.
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
                        if (!clock.isShutdown()) {
                            faults.upkeep(e.toString());
                        }
                    }
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }
}
