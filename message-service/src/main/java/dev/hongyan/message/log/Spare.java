package dev.hongyan.message.log;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Runs parked conversations, each alone, on connections beside the lanes.
///
/// It tries the row's lock again and again instead of waiting for it inside the database: a waiting transaction
/// would hold the rule lock, and one stuck conversation would keep every rule from changing.
final class Spare {
    private static final Logger LOG = Logger.getLogger(Spare.class);
    private static final int THREADS = 2;
    private static final long PAUSE_MILLIS = 20;

    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private final BatchRunner.Log log;
    private final Duration patience;
    private final List<Thread> threads;

    private record Task(List<Entry> entries, Runnable done) {}

    Spare(BatchRunner.Log log, Duration patience) {
        this.log = log;
        this.patience = patience;
        this.threads = java.util.stream.IntStream.range(0, THREADS)
                .mapToObj(i ->
                        Thread.ofPlatform().daemon().name("lane-spare-" + i).start(this::run))
                .toList();
    }

    /// Answers all of the entries, which are of one conversation, and then calls `done`.
    void runAlone(List<Entry> entries, Runnable done) {
        tasks.add(new Task(entries, done));
    }

    void stop() throws InterruptedException {
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join(3_000);
        }
    }

    private void run() {
        try (BatchRunner runner = new BatchRunner(log)) {
            while (true) {
                Task task = tasks.take();
                try {
                    runAlone(runner, task.entries());
                } catch (RuntimeException e) {
                    LOG.error("entries failed", e);
                } finally {
                    task.done().run();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("spare ends");
        }
    }

    private void runAlone(BatchRunner runner, List<Entry> entries) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        List<Entry> left = runner.run(entries);
        while (!left.isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            left = runner.run(left);
        }
        runner.answer(left, MessageLog.UNKNOWN);
    }
}
