package dev.hongyan.kit.trace;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Spans that have ended, on their way to the collector. Nobody waits for it: what finds no room is dropped and
/// counted, and so is what the collector does not take, and what is left at the end.
final class SpanQueue implements SpanProcessor {
    private static final Logger LOG = Logger.getLogger(SpanQueue.class);
    private static final int ROOM = 4_096;
    private static final int BATCH = 512;
    private static final long GATHER_MILLIS = 200;
    private static final Duration LAST_EXPORT = Duration.ofSeconds(2);
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(1);

    private final BlockingQueue<ReadableSpan> ended = new ArrayBlockingQueue<>(ROOM);
    private final SpanExporter exporter;
    private final String collector;
    private final Counter exported;
    private final Counter dropped;
    private final Counter failed;
    private final Thread thread;
    private volatile boolean running = true;
    private long complainedAt = System.nanoTime() - BETWEEN_COMPLAINTS.toNanos();

    SpanQueue(SpanExporter exporter, String collector, MeterRegistry metrics) {
        this.exporter = exporter;
        this.collector = collector;
        this.exported = metrics.counter("im_trace_spans_total", "result", "exported");
        this.dropped = metrics.counter("im_trace_spans_total", "result", "dropped");
        this.failed = metrics.counter("im_trace_spans_total", "result", "failed");
        this.thread = Thread.ofPlatform().daemon().name("trace-export").start(this::run);
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (!running || !ended.offer(span)) {
            dropped.increment();
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    private void run() {
        while (running || !ended.isEmpty()) {
            try {
                ReadableSpan first = ended.poll(GATHER_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    export(first);
                }
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) { // without this thread nothing is recorded any more
                LOG.warn("spans not exported", e);
            }
        }
    }

    private void export(ReadableSpan first) throws InterruptedException {
        if (running && ended.size() < BATCH) {
            TimeUnit.MILLISECONDS.sleep(GATHER_MILLIS);
        }
        List<ReadableSpan> spans = new ArrayList<>(BATCH);
        spans.add(first);
        ended.drainTo(spans, BATCH - 1);
        CompletableResultCode result = given(spans);
        if (result.isSuccess()) {
            exported.increment(spans.size());
        } else {
            failed.increment(spans.size());
            complain(spans.size(), result.getFailureThrowable());
        }
    }

    private CompletableResultCode given(List<ReadableSpan> spans) {
        try {
            return exporter.export(spans.stream().map(ReadableSpan::toSpanData).toList())
                    .join(10, TimeUnit.SECONDS);
        } catch (Throwable e) { // an error, too, is no reason to count them nowhere
            return CompletableResultCode.ofExceptionalFailure(e);
        }
    }

    private void complain(int spans, @Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (System.nanoTime() - complainedAt >= BETWEEN_COMPLAINTS.toNanos()) {
            complainedAt = System.nanoTime();
            LOG.warnf("spans not exported, collector=%s, spans=%d, cause=%s", collector, spans, cause);
        }
    }

    @Override
    public void close() {
        running = false;
        try {
            if (!thread.join(LAST_EXPORT)) {
                thread.interrupt();
            }
            // It waits for a request under way as long as the collector wants; the process does not.
            Thread.ofPlatform()
                    .daemon()
                    .name("trace-end")
                    .start(exporter::shutdown)
                    .join(Duration.ofMillis(500));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dropped.increment(ended.drainTo(new ArrayList<>()));
    }
}
