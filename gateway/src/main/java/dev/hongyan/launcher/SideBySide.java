package dev.hongyan.launcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Work on many files, some of them at a time: most of the time of one is a wait for the disk.
final class SideBySide {
    private static final int AT_ONCE = 8;

    private SideBySide() {}

    /// What each has answered, in their order. After a failure, which is thrown, nothing more is begun.
    static <T> List<T> run(List<Callable<T>> steps) throws IOException {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<T>> running = steps.stream().map(threads::submit).toList();
            try {
                List<T> answers = new ArrayList<>();
                for (Future<T> each : running) {
                    answers.add(each.get());
                }
                return answers;
            } catch (ExecutionException e) {
                throw failure(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StartException("Interrupted.", e);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static IOException failure(ExecutionException failed) {
        return switch (failed.getCause()) {
            case IOException e -> e;
            case StartException e -> throw e;
            case null, default -> throw new IllegalStateException(failed);
        };
    }
}
