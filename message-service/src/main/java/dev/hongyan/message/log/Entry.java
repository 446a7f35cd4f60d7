package dev.hongyan.message.log;

import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.kit.trace.Step;
import dev.hongyan.kit.trace.Trace;
import io.opentelemetry.api.trace.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One append on its way through a lane, with the place where its answer goes.
///
/// Owned by one thread at a time: who submits, then its lane, or the lane's spare while its conversation is
/// parked.
final class Entry {
    /// More than what the content itself takes: the row's other columns, the objects around it.
    static final int OVERHEAD_BYTES = 256;

    private final Append append;
    private final byte[] digest;
    private final Call call;
    private final int index;
    private final long begunNanos;
    private final Step step;
    private int rounds;
    private boolean parked;

    Entry(Append append, Call call, int index) {
        this.append = append;
        this.digest = append.content().digest();
        this.call = call;
        this.index = index;
        this.begunNanos = System.nanoTime();
        this.step = append.traceparent() == null ? Step.NONE : begin(append);
    }

    private static Step begin(Append append) {
        return Step.begin("append", SpanKind.INTERNAL, Step.recorded(append.traceparent()))
                .with("hongyan.conversation", append.conversation().toString())
                .with("hongyan.message", append.id().toString());
    }

    /// Its step in a trace; null when that is not recorded.
    @Nullable
    Trace trace() {
        return step.trace();
    }

    /// A step for all of these, to which those that are recorded point as it does to them.
    static Step beginForAll(String name, List<Entry> entries) {
        List<Trace> traces = List.of();
        for (Entry entry : entries) {
            Trace trace = entry.trace();
            if (trace != null) {
                traces = traces.isEmpty() ? new ArrayList<>() : traces;
                traces.add(trace);
            }
        }
        if (traces.isEmpty()) {
            return Step.NONE;
        }
        Step together = Step.beginForAll(name, SpanKind.INTERNAL, traces).with("hongyan.batch.size", entries.size());
        entries.forEach(entry -> entry.step.link(together.trace()));
        return together;
    }

    Append append() {
        return append;
    }

    UUID conversation() {
        return append.conversation();
    }

    byte[] digest() {
        return digest;
    }

    int bytes() {
        return append.content().canonical().length + OVERHEAD_BYTES;
    }

    long ageNanos() {
        return System.nanoTime() - begunNanos;
    }

    /// Counts how often the conversation was found locked.
    int skippedAgain() {
        return ++rounds;
    }

    /// Its conversation is held by somebody else for longer than a few rounds.
    void park() {
        if (!parked) {
            parked = true;
            call.park();
        }
    }

    /// Its lane has it again.
    void unpark() {
        if (parked) {
            parked = false;
            call.unpark();
        }
    }

    void answer(AppendAnswer answer) {
        call.answer(index, answer, parked);
        end(answer);
    }

    private void end(AppendAnswer answer) {
        switch (answer) {
            case AppendAnswer.Stored stored -> step.with("hongyan.seq", stored.seq());
            case AppendAnswer.Refused refused ->
                step.with("hongyan.refused", refused.problem().code());
            case AppendAnswer.Retry _ -> step.failed("retry");
        }
        step.close();
    }
}
