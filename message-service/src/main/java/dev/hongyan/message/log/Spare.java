package dev.hongyan.message.log;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/// Runs parked conversations on connections beside the lanes, those together that wait at the same time.
///
/// It tries the row's lock again and again instead of waiting for it inside the database: a waiting transaction
/// would hold the rule lock, and one stuck conversation would keep every rule from changing.
final class Spare {
    private static final Logger LOG = Logger.getLogger(Spare.class);
    private static final int THREADS = 2;
    private static final int MOST_WAITING = 1_000;
    private static final long PAUSE_MILLIS = 20;

    private final BlockingQueue<Task> tasks = new ArrayBlockingQueue<>(MOST_WAITING);
    private final BatchRunner.Log log;
    private final LogConfig config;
    private final List<Thread> threads;

    /// What waits of one conversation.
    private static final class Task {
        private final Runnable done;
        private List<Entry> entries;
        private long endNanos;

        Task(List<Entry> entries, Runnable done) {
            this.entries = entries;
            this.done = done;
        }

        UUID conversation() {
            return entries.getFirst().conversation();
        }
    }

    Spare(BatchRunner.Log log, LogConfig config, Workers workers) {
        this.log = log;
        this.config = config;
        this.threads = IntStream.range(0, THREADS)
                .mapToObj(i -> workers.start("lane-spare-" + i, this::run))
                .toList();
    }

    /// Answers all of the entries, which are of one conversation, and then calls `done`; false when there is no room.
    boolean runAlone(List<Entry> entries, Runnable done) {
        return tasks.offer(new Task(entries, done));
    }

    void stop() throws InterruptedException {
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join(3_000);
        }
    }

    private void run() {
        try (BatchRunner runner = new BatchRunner(log)) {
            List<Task> running = new ArrayList<>();
            while (true) {
                gather(running);
                round(runner, running);
                if (!running.isEmpty()) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("spare ends");
        }
    }

    /// Waits for a task when there is none, and adds as many as one transaction takes.
    private void gather(List<Task> running) throws InterruptedException {
        Task next = running.isEmpty() ? tasks.take() : tasks.poll();
        while (next != null) {
            next.endNanos = System.nanoTime() + config.patience().toNanos();
            running.add(next);
            next = hasRoom(running) ? tasks.poll() : null;
        }
    }

    private boolean hasRoom(List<Task> running) {
        int entries = 0;
        long bytes = 0;
        for (Task task : running) {
            entries += task.entries.size();
            for (Entry entry : task.entries) {
                bytes += entry.bytes();
            }
        }
        return entries < config.batchSize() && bytes < config.batchBytes().asLongValue();
    }

    /// Leaves those whose conversation is still locked by somebody else and that may still wait.
    private void round(BatchRunner runner, List<Task> running) {
        List<Entry> all = new ArrayList<>();
        running.forEach(task -> all.addAll(task.entries));
        List<Entry> left = attempt(runner, all);
        Set<UUID> held = LogTransaction.conversations(left);
        for (Iterator<Task> each = running.iterator(); each.hasNext(); ) {
            Task task = each.next();
            if (held.contains(task.conversation())) {
                task.entries = left.stream()
                        .filter(entry -> entry.conversation().equals(task.conversation()))
                        .toList();
                if (System.nanoTime() - task.endNanos < 0) {
                    continue;
                }
                runner.answer(task.entries, MessageLog.UNKNOWN);
            }
            each.remove();
            task.done.run();
        }
    }

    /// A fault must not end the thread.
    private static List<Entry> attempt(BatchRunner runner, List<Entry> entries) {
        try {
            return runner.run(entries);
        } catch (Throwable e) {
            LOG.error("entries failed", e);
            runner.abandon(entries);
            return List.of();
        }
    }
}
