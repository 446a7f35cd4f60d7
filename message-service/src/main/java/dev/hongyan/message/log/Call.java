package dev.hongyan.message.log;

import dev.hongyan.contracts.message.AppendAnswer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The answers of one call, which come from several lanes. Complete when the last one is there.
final class Call {
    private final AtomicReferenceArray<@Nullable AppendAnswer> answers;
    private final AtomicInteger open;
    private final CompletableFuture<List<AppendAnswer>> done = new CompletableFuture<>();

    Call(int size) {
        this.answers = new AtomicReferenceArray<>(size);
        this.open = new AtomicInteger(size);
        if (size == 0) {
            done.complete(List.of());
        }
    }

    /// The first answer counts: after a fault nobody knows which have been answered, and all are once more.
    void answer(int index, AppendAnswer answer) {
        if (answers.compareAndSet(index, null, answer) && open.decrementAndGet() == 0) {
            done.complete(snapshot());
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
