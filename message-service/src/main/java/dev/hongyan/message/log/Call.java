package dev.hongyan.message.log;

import dev.hongyan.contracts.message.AppendAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/// The answers of one call, which come from several lanes. Complete when the last one is there.
final class Call {
    private final AtomicReferenceArray<AppendAnswer> answers;
    private final AtomicInteger open;
    private final CompletableFuture<List<AppendAnswer>> done = new CompletableFuture<>();

    Call(int size) {
        AppendAnswer[] unknown = new AppendAnswer[size];
        Arrays.fill(unknown, MessageLog.UNKNOWN);
        this.answers = new AtomicReferenceArray<>(unknown);
        this.open = new AtomicInteger(size);
        if (size == 0) {
            done.complete(List.of());
        }
    }

    void answer(int index, AppendAnswer answer) {
        answers.set(index, answer);
        if (open.decrementAndGet() == 0) {
            done.complete(snapshot());
        }
    }

    /// The answers; what is still open when the time is over counts as unknown.
    CompletableFuture<List<AppendAnswer>> within(long time, TimeUnit unit) {
        return done.isDone() ? done : done.orTimeout(time, unit).exceptionally(_ -> snapshot());
    }

    private List<AppendAnswer> snapshot() {
        return IntStream.range(0, answers.length()).mapToObj(answers::get).toList();
    }
}
