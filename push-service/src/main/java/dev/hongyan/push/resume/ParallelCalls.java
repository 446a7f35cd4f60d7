package dev.hongyan.push.resume;

import dev.hongyan.push.session.PushConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;

/// Bounds how many sessions ask at the same time when very many resume at once; the others wait for their
/// turn.
@ApplicationScoped
class ParallelCalls {
    private final Semaphore turns;

    /// A blocking call.
    @FunctionalInterface
    interface Call<T, E extends Exception> {
        T make() throws E, InterruptedException;
    }

    @Inject
    ParallelCalls(PushConfig config) {
        this.turns = new Semaphore(config.parallelPulls(), true);
    }

    /// Makes a call when it is its turn.
    <T, E extends Exception> T make(Call<T, E> call) throws E, InterruptedException {
        turns.acquire();
        try {
            return call.make();
        } finally {
            turns.release();
        }
    }
}
