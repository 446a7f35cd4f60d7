package dev.hongyan.message.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/// One thread, one connection, one batch in flight: takes what has gathered while the last batch ran. So the wait is
/// zero when idle and batches grow with the load.
final class Lane {
    private static final Logger LOG = Logger.getLogger(Lane.class);
    /// Rounds in which a conversation may be found locked before it is taken out of the lane.
    private static final int ROUNDS = 3;

    private static final long IDLE_MILLIS = 250;

    private final LaneQueue queue;
    private final BatchRunner runner;
    private final Spare spare;
    private final LogMetrics metrics;
    private final int batchSize;
    private final long batchBytes;
    private final Thread thread;
    private volatile boolean running = true;

    Lane(int number, LogConfig config, BatchRunner.Log log, Spare spare) {
        this.queue = new LaneQueue(config.queueSize(), config.queueBytes().asLongValue());
        this.runner = new BatchRunner(log);
        this.spare = spare;
        this.metrics = log.metrics();
        this.batchSize = config.batchSize();
        this.batchBytes = config.batchBytes().asLongValue();
        this.thread = Thread.ofPlatform().daemon().name("lane-" + number).start(this::run);
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
                List<Entry> batch = queue.take(batchSize, batchBytes, IDLE_MILLIS);
                runSafely(batch);
            }
            runner.answer(queue.take(Integer.MAX_VALUE, Long.MAX_VALUE, 0), MessageLog.UNKNOWN);
        } catch (InterruptedException e) {
            LOG.debug("lane interrupted");
        }
    }

    /// A fault must not end the lane; what it leaves without an answer is unknown to its caller when the call's
    /// time is over.
    private void runSafely(List<Entry> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            skipped(runner.run(batch));
        } catch (RuntimeException e) {
            LOG.error("batch failed", e);
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
                metrics.parked();
                queue.park(conversation);
                spare.runAlone(own, () -> queue.unpark(conversation));
            }
        });
        queue.putBack(again);
    }
}
