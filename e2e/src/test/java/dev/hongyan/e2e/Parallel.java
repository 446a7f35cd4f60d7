package dev.hongyan.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/// Doing several things at once.
final class Parallel {
    private Parallel() {}

    /// Does all of them, each on a thread of its own, and throws what the first of them throws that fails.
    static void run(Runnable... deeds) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (Runnable deed : deeds) {
                running.add(threads.submit(deed));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError wrong) {
                throw wrong;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Does it once for each number from 0.
    static void run(int times, IntConsumer deed) {
        Runnable[] deeds = new Runnable[times];
        for (int i = 0; i < times; i++) {
            int number = i;
            deeds[i] = () -> deed.accept(number);
        }
        run(deeds);
    }
}
