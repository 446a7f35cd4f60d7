package dev.hongyan.group.joining;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
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
    private static final int LINES = 1_024;
    /// In one line. More would wait longer than they are patient.
    private static final int MOST = 200;
    /// Less than the gateway's, so that the answer still finds somebody.
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration COME_AGAIN = Duration.ofSeconds(2);

    private final Duration patience;
    private final List<ReentrantLock> lines =
            Stream.generate(() -> new ReentrantLock(true)).limit(LINES).toList();

    Turns() {
        this(PATIENCE);
    }

    Turns(Duration patience) {
        this.patience = patience;
    }

    /// Does it when it is his turn at the group. Refusal: `unavailable` when that takes four seconds, or
    /// when too many wait already.
    <T> T await(UUID group, Supplier<T> joining) {
        ReentrantLock line = lines.get(Math.floorMod(group.hashCode(), LINES));
        if (line.getQueueLength() >= MOST || !isMine(line)) {
            throw new ProblemException(ProblemCode.UNAVAILABLE).retryAfter(COME_AGAIN);
        }
        try {
            return joining.get();
        } finally {
            line.unlock();
        }
    }

    private boolean isMine(ReentrantLock line) {
        try {
            return line.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
