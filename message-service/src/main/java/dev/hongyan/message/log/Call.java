package dev.hongyan.message.log;

import dev.hongyan.contracts.message.AppendAnswer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The answers of one call, which come from several lanes. Complete when the last one is there, or a little
/// after all but those whose conversations somebody else holds: these come to `retry`, since one stuck
/// conversation must not keep the answers of all the others from their senders.
final class Call {
    private final AtomicReferenceArray<@Nullable AppendAnswer> answers;
    private final AtomicInteger open;
    /// Of the open ones, those whose conversation is parked.
    private final AtomicInteger parked = new AtomicInteger();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Duration patience;
    private final CompletableFuture<List<AppendAnswer>> done = new CompletableFuture<>();

    /// @param patience how long parked ones are waited for when all others are answered
    Call(int size, Duration patience) {
        this.answers = new AtomicReferenceArray<>(size);
        this.open = new AtomicInteger(size);
        this.patience = patience;
        if (size == 0) {
            done.complete(List.of());
        }
    }

    /// The first answer counts: after a fault nobody knows which have been answered, and all are once more.
    ///
    /// @param wasParked whether {@link #park} was called for it
    void answer(int index, AppendAnswer answer, boolean wasParked) {
        if (!answers.compareAndSet(index, null, answer)) {
            return;
        }
        if (wasParked) {
            parked.decrementAndGet();
        }
        if (open.decrementAndGet() == 0) {
            done.complete(snapshot());
        } else {
            endWhenOnlyParkedAreOpen();
        }
    }

    /// One that is not answered has to wait for its conversation.
    void park() {
        parked.incrementAndGet();
        endWhenOnlyParkedAreOpen();
    }

    /// It waits no longer.
    void unpark() {
        parked.decrementAndGet();
    }

    private void endWhenOnlyParkedAreOpen() {
        if (onlyParkedAreOpen() && ending.compareAndSet(false, true)) {
            CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::end);
        }
    }

    private boolean onlyParkedAreOpen() {
        int unanswered = open.get(); // first: it only falls, and what is parked is among it
        int waiting = parked.get();
        return waiting > 0 && unanswered <= waiting;
    }

    private void end() {
        if (onlyParkedAreOpen()) {
            done.complete(snapshot());
        } else {
            ending.set(false);
            endWhenOnlyParkedAreOpen();
        }
    }

    /// The answers; what is still open when the time is over counts as unknown.
    CompletableFuture<List<AppendAnswer>> within(long time, TimeUnit unit) {
        return done.isDone() ? done : done.orTimeout(time, unit).exceptionally(_ -> snapshot());
    }

    private List<AppendAnswer> snapshot() {
        return IntStream.range(0, answers.length()).mapToObj(this::answerAt).toList();
    }

    private AppendAnswer answerAt(int index) {
        AppendAnswer answer = answers.get(index);
        return answer == null ? MessageLog.UNKNOWN : answer;
    }
}
