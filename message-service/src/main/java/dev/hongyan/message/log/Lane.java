package dev.hongyan.message.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// One thread, one connection, one batch in flight: takes what has gathered while the last batch ran. So the
/// wait is zero when idle and batches grow with the load.
final class Lane {
    private static final Logger LOG = Logger.getLogger(Lane.class);
    /// Rounds in which a conversation may be found locked before it is taken out of the lane.
    private static final int ROUNDS = 3;

    private static final long IDLE_MILLIS = 250;
    /// Between two rounds in which every conversation was locked by somebody else: the next would be no luckier.
    private static final long PAUSE_MILLIS = 10;

    private final LaneQueue queue;
    private final BatchRunner runner;
    private final Spare spare;
    private final LogMetrics metrics;
    private final int batchSize;
    private final long batchBytes;
    private final Thread thread;
    private volatile boolean running = true;

    Lane(int number, LogConfig config, BatchRunner.Log log, Spare spare, Workers workers) {
        this.queue = new LaneQueue(config.queueSize(), config.queueBytes().asLongValue());
        this.runner = new BatchRunner(log);
        this.spare = spare;
        this.metrics = log.metrics();
        this.batchSize = config.batchSize();
        this.batchBytes = config.batchBytes().asLongValue();
        this.thread = workers.start("lane-" + number, this::run);
    }

    /// False when the lane is full.
    boolean offer(Entry entry) {
        return queue.offer(entry);
    }

    void stop() throws InterruptedException {
        running = false;
        thread.join(3_000);
    }

    private void run() {
        try (runner) {
            while (running) {
                runSafely();
            }
            runner.answer(queue.take(Integer.MAX_VALUE, Long.MAX_VALUE, 0), MessageLog.UNKNOWN);
        } catch (InterruptedException e) {
            LOG.debug("lane interrupted");
        }
    }

    /// A fault must not end the lane.
    private void runSafely() throws InterruptedException {
        List<Entry> batch = List.of();
        try {
            batch = queue.take(batchSize, batchBytes, IDLE_MILLIS);
            if (!batch.isEmpty()) {
                List<Entry> left = runner.run(batch);
                skipped(left);
                if (left.size() == batch.size()) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            LOG.error("batch failed", e);
            runner.abandon(batch);
        }
    }

    private void skipped(List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        Map<UUID, List<Entry>> byConversation = new LinkedHashMap<>();
        entries.forEach(entry -> byConversation
                .computeIfAbsent(entry.conversation(), _ -> new ArrayList<>())
                .add(entry));
        List<Entry> again = new ArrayList<>(entries.size());
        byConversation.forEach((conversation, own) -> {
            if (own.getFirst().skippedAgain() < ROUNDS) {
                again.addAll(own);
            } else {
                park(conversation, own, again);
            }
        });
        queue.putBack(again);
    }

    /// What finds no room in the spare stays in the lane.
    private void park(UUID conversation, List<Entry> own, List<Entry> again) {
        queue.park(conversation);
        own.forEach(Entry::park);
        if (spare.runAlone(own, () -> queue.unpark(conversation))) {
            metrics.parked();
        } else {
            queue.unpark(conversation);
            own.forEach(Entry::unpark);
            again.addAll(own);
        }
    }
}
