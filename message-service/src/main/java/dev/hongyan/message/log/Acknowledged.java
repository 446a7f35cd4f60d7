package dev.hongyan.message.log;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Outbox rows of this process: on their way to the broker, or acknowledged by it and to be deleted by the next
/// transaction that writes.
@ApplicationScoped
class Acknowledged {
    private static final int MOST_AT_ONCE = 1_000;

    private final Deque<Long> acknowledged = new ArrayDeque<>();
    private final Set<Long> onTheWay = new HashSet<>();

    synchronized void sending(long outboxId) {
        onTheWay.add(outboxId);
    }

    /// The broker has all records of the row.
    synchronized void sent(long outboxId) {
        onTheWay.remove(outboxId);
        acknowledged.addLast(outboxId);
    }

    /// Left to the sweeper.
    synchronized void notSent(long outboxId) {
        onTheWay.remove(outboxId);
    }

    /// Rows to delete now. Who fails to gives them back.
    synchronized List<Long> take() {
        List<Long> taken = new ArrayList<>(Math.min(acknowledged.size(), MOST_AT_ONCE));
        while (!acknowledged.isEmpty() && taken.size() < MOST_AT_ONCE) {
            taken.add(acknowledged.removeFirst());
        }
        return taken;
    }

    synchronized void giveBack(List<Long> taken) {
        acknowledged.addAll(taken);
    }

    synchronized boolean isOnTheWay(long outboxId) {
        return onTheWay.contains(outboxId);
    }

    /// Rows that are published although they are still there.
    synchronized List<Long> notDeletedYet() {
        return List.copyOf(acknowledged);
    }
}
