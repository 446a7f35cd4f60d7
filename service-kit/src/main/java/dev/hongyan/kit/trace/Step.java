package dev.hongyan.kit.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step of a trace, from its beginning to its end: a span of OpenTelemetry when the trace is recorded, and
/// otherwise {@link #NONE}, which costs a branch. May begin on one thread and end on another.
///
/// A step that works for many (a batch, a call, a record) is a child of the first recorded of them and linked to all.
public final class Step implements AutoCloseable {
    /// Nobody records it.
    public static final Step NONE = new Step(null, null);

    private final @Nullable Span span;
    private final @Nullable Trace trace;

    private Step(@Nullable Span span, @Nullable Trace trace) {
        this.span = span;
        this.trace = trace;
    }

    static Step of(Span span) {
        return new Step(
                span,
                new Trace(
                        span.getSpanContext().getTraceId(),
                        span.getSpanContext().getSpanId(),
                        true));
    }

    /// The first step here of what somebody outside asks for. Whether it is recorded is decided now, for all that
    /// follows; what the caller says is a wish.
    public static Step enter(String name, @Nullable String traceparent) {
        Recorder recorder = Recorder.current();
        if (recorder == null) {
            return NONE;
        }
        Trace caller = traceparent == null ? null : Trace.of(traceparent);
        return recorder.picks(caller) ? recorder.begin(name, SpanKind.SERVER, caller, List.of(), null) : NONE;
    }

    /// A step after that one; recorded if that one is.
    public static Step begin(String name, SpanKind kind, @Nullable Trace parent) {
        return since(null, name, kind, parent);
    }

    /// The same, which has begun before.
    public static Step since(@Nullable Instant begun, String name, SpanKind kind, @Nullable Trace parent) {
        Recorder recorder = Recorder.current();
        return parent == null || !parent.sampled() || recorder == null
                ? NONE
                : recorder.begin(name, kind, parent, List.of(), begun);
    }

    /// A step for all of these, which are recorded.
    public static Step beginForAll(String name, SpanKind kind, List<Trace> traces) {
        Recorder recorder = Recorder.current();
        return traces.isEmpty() || recorder == null
                ? NONE
                : recorder.begin(name, kind, traces.getFirst(), traces, null);
    }

    /// The step that has written this header, if it is recorded; null otherwise.
    public static @Nullable Trace recorded(@Nullable String traceparent) {
        Trace trace = traceparent == null || Recorder.current() == null ? null : Trace.of(traceparent);
        return trace != null && trace.sampled() ? trace : null;
    }

    /// Whether anything is recorded here at all.
    public static boolean areRecorded() {
        return Recorder.current() != null;
    }

    /// A statement of the database within this step.
    public Step query(String summary) {
        return begin(summary, SpanKind.CLIENT, trace).with("db.system.name", "postgresql");
    }

    /// What further steps follow; null when this one is not recorded.
    public @Nullable Trace trace() {
        return trace;
    }

    /// The header for who goes on elsewhere; null when this one is not recorded.
    public @Nullable String header() {
        return trace == null ? null : trace.header();
    }

    /// Says more about it.
    public Step with(String name, String value) {
        if (span != null) {
            span.setAttribute(name, value);
        }
        return this;
    }

    /// Says more about it.
    public Step with(String name, long value) {
        if (span != null) {
            span.setAttribute(name, value);
        }
        return this;
    }

    /// Names another step that has to do with this one.
    public Step link(@Nullable Trace other) {
        if (span != null && other != null) {
            span.addLink(Recorder.context(other));
        }
        return this;
    }

    /// It has not done what it should.
    public void failed(String why) {
        if (span != null) {
            span.setStatus(StatusCode.ERROR, why);
        }
    }

    /// It has not done what it should. Of the failure its kind alone: its text may hold a path or an id.
    public void failed(Throwable failure) {
        failed(failure.getClass().getSimpleName());
    }

    void name(String name) {
        if (span != null) {
            span.updateName(name);
        }
    }

    /// Ends it; only the first time counts.
    @Override
    public void close() {
        if (span != null) {
            span.end();
        }
    }
}
