package dev.hongyan.message.log;

import dev.hongyan.contracts.message.AppendAnswer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Counters of the append path, touched once a batch. There from the start, so that a rate is known before the
/// first message.
@Singleton
class LogMetrics {
    private final MeterRegistry registry;
    private final Counter sent;
    private final Counter replayed;
    private final Counter refused;
    private final Counter retry;
    private final Counter parked;
    private final DistributionSummary batches;

    @Inject
    LogMetrics(MeterRegistry registry) {
        this.registry = registry;
        sent = registry.counter("im_send_total", "result", "sent");
        refused = registry.counter("im_send_total", "result", "refused");
        retry = registry.counter("im_send_total", "result", "retry");
        replayed = registry.counter("im_idempotent_replay_total");
        parked = registry.counter("im_append_parked_total");
        batches = registry.summary("im_append_batch_messages");
    }

    /// Tallies answers and adds them up once.
    final class Tally {
        private int stored;
        private int repeats;
        private int refusals;
        private int retries;

        void add(AppendAnswer answer) {
            switch (answer) {
                case AppendAnswer.Stored was when was.repeated() -> repeats++;
                case AppendAnswer.Stored _ -> stored++;
                case AppendAnswer.Refused _ -> refusals++;
                case AppendAnswer.Retry _ -> retries++;
            }
        }

        void done() {
            increment(sent, stored);
            increment(replayed, repeats);
            increment(refused, refusals);
            increment(retry, retries);
        }

        private static void increment(Counter counter, int by) {
            if (by > 0) {
                counter.increment(by);
            }
        }
    }

    Tally tally() {
        return new Tally();
    }

    void batch(int messages) {
        batches.record(messages);
    }

    /// A transaction that ended with that error; it, or what was in it, is tried again.
    void retried(@Nullable String sqlState) {
        registry.counter("im_tx_retry", "sqlstate", sqlState == null ? "none" : sqlState)
                .increment();
    }

    void parked() {
        parked.increment();
    }
}
