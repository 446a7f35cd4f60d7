package dev.hongyan.group.joining;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Who joins the same group as others waits here: first come, first served.
///
/// The group's row would make them wait as well, but each with a connection to the database in hand, and in no order:
/// the row changes with each who joins, and who has waited for it queues anew, behind those who came later. With a
/// crowd at the door some of them would never get in before the time of a statement is over.
@ApplicationScoped
class Turns {
    private static final int LINES = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<Lock> lines =
            Stream.<Lock>generate(() -> new ReentrantLock(true)).limit(LINES).toList();

    /// Does it when it is his turn at the group. Refusal: `unavailable` when that takes ten seconds.
    <T> T await(UUID group, Supplier<T> joining) {
        Lock line = lines.get(Math.floorMod(group.hashCode(), LINES));
        if (!isMine(line)) {
            throw new ProblemException(ProblemCode.UNAVAILABLE).retryAfter(PATIENCE);
        }
        try {
            return joining.get();
        } finally {
            line.unlock();
        }
    }

    private static boolean isMine(Lock line) {
        try {
            return line.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
