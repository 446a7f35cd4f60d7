package dev.hongyan.message.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// What waits for a lane, bounded in number and bytes. Items of one conversation leave in the order in which
/// they came, also over being put back and over the time that their conversation is parked.
final class LaneQueue {
    private final int maxEntries;
    private final long maxBytes;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private final Map<UUID, List<Entry>> parked = new HashMap<>();
    private int entries;
    private long bytes;

    LaneQueue(int maxEntries, long maxBytes) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    /// False when there is no room; nothing has been taken in then. An empty lane takes an entry of any size.
    synchronized boolean offer(Entry entry) {
        if (entries > 0 && (entries >= maxEntries || bytes + entry.bytes() > maxBytes)) {
            return false;
        }
        entries++;
        bytes += entry.bytes();
        enter(entry);
        return true;
    }

    private void enter(Entry entry) {
        List<Entry> behind = parked.get(entry.conversation());
        if (behind != null) {
            entry.park();
            behind.add(entry);
            return;
        }
        waiting.addLast(entry);
        notifyAll();
    }

    /// What has gathered, up to the bounds of a batch; empty after the time has passed without anything.
    synchronized List<Entry> take(int maxBatch, long maxBatchBytes, long timeoutMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (waiting.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return List.of();
            }
            wait(left);
        }
        List<Entry> batch = new ArrayList<>(Math.min(waiting.size(), maxBatch));
        long batchBytes = 0;
        while (!waiting.isEmpty() && batch.size() < maxBatch) {
            batchBytes += waiting.getFirst().bytes();
            if (!batch.isEmpty() && batchBytes > maxBatchBytes) {
                break;
            }
            batch.add(leave(waiting.removeFirst()));
        }
        return batch;
    }

    private Entry leave(Entry entry) {
        entries--;
        bytes -= entry.bytes();
        return entry;
    }

    /// Back to the head, in the order given. Later items of these conversations stand behind them already.
    synchronized void putBack(List<Entry> skipped) {
        for (Entry entry : skipped.reversed()) {
            entries++;
            bytes += entry.bytes();
            waiting.addFirst(entry);
        }
        notifyAll();
    }

    /// Holds back what waits of the conversation, and what comes, until {@link #unpark}.
    synchronized void park(UUID conversation) {
        List<Entry> behind = new ArrayList<>();
        for (Iterator<Entry> each = waiting.iterator(); each.hasNext(); ) {
            Entry entry = each.next();
            if (entry.conversation().equals(conversation)) {
                entry.park();
                behind.add(entry);
                each.remove();
            }
        }
        parked.put(conversation, behind);
    }

    /// Lets the conversation run again, what was held back first.
    synchronized void unpark(UUID conversation) {
        List<Entry> behind = parked.remove(conversation);
        if (behind != null) {
            behind.forEach(Entry::unpark);
            behind.reversed().forEach(waiting::addFirst);
            notifyAll();
        }
    }
}
