package dev.hongyan.redpacket.packet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Claims that wait, a queue for each packet. Packets take turns, so a crowd at one does not keep the others waiting.
final class ClaimLane {
    private final int atOnce;
    private final int most;
    private final int mostForOne;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final LinkedHashMap<UUID, ArrayDeque<Claiming>> waiting = new LinkedHashMap<>();
    private int size;

    ClaimLane(int atOnce, int most, int mostForOne) {
        this.atOnce = atOnce;
        this.most = most;
        this.mostForOne = mostForOne;
    }

    /// False when too many wait, in all or for this packet.
    boolean offer(Claiming claiming) {
        lock.lock();
        try {
            ArrayDeque<Claiming> queue = waiting.get(claiming.packet());
            if (size >= most || (queue != null && queue.size() >= mostForOne)) {
                return false;
            }
            waiting.computeIfAbsent(claiming.packet(), _ -> new ArrayDeque<>()).add(claiming);
            size++;
            filled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there is something and takes what fits into a transaction: of each packet the same number,
    /// those that came first; who has more waits at the end.
    List<Claiming> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (size == 0) {
                filled.await();
            }
            List<Claiming> taken = new ArrayList<>(Math.min(size, atOnce));
            int fair = Math.max(1, atOnce / waiting.size());
            while (taken.size() < atOnce && size > 0) {
                Map.Entry<UUID, ArrayDeque<Claiming>> next = waiting.pollFirstEntry();
                ArrayDeque<Claiming> queue = next.getValue();
                for (int i = 0; i < fair && taken.size() < atOnce && !queue.isEmpty(); i++) {
                    taken.add(queue.poll());
                    size--;
                }
                if (!queue.isEmpty()) {
                    waiting.put(next.getKey(), queue);
                }
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }
}
