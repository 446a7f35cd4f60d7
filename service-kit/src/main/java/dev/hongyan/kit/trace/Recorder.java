package dev.hongyan.kit.trace;

import dev.hongyan.contracts.message.AppendCall;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Makes spans and sends them to a collector. There is none in a process that has no address of one, and then the
/// library makes no object.
final class Recorder implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /// A step may work for all the appends of a call; usually a span has at most 128.
    private static final SpanLimits LINKS =
            SpanLimits.builder().setMaxNumberOfLinks(AppendCall.MAX_APPENDS).build();
    private static volatile @Nullable Recorder current;

    private final Limits limits;
    private final SpanQueue queue;
    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private long askedSecond;
    private int asked;

    /// @param oneIn          of so many requests from outside one is recorded; 0 for none
    /// @param askedPerSecond besides, so many a second whose callers want it. Anybody can want it for all he sends
    record Limits(int oneIn, int askedPerSecond) {}

    /// @throws IllegalArgumentException when the address is none of HTTP
    Recorder(String endpoint, Attributes service, Limits limits, MeterRegistry metrics) {
        this.limits = limits;
        if (URI.create(endpoint).getHost() == null) {
            throw new IllegalArgumentException("no host in the address");
        }
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.replaceFirst("/+$", "") + "/v1/traces")
                .setTimeout(PATIENCE)
                .setRetryPolicy(null)
                .build();
        this.queue = new SpanQueue(exporter, URI.create(endpoint).getHost(), metrics);
        this.provider = SdkTracerProvider.builder()
                .setSpanLimits(LINKS)
                .setSampler(Sampler.alwaysOn())
                .setResource(Resource.create(service))
                .addSpanProcessor(queue)
                .build();
        this.tracer = provider.get("dev.hongyan");
    }

    /// The one of this process; null when nothing is recorded.
    static @Nullable Recorder current() {
        return current;
    }

    /// Makes it the one of this process.
    void install() {
        current = this;
    }

    @Override
    public void close() {
        if (current == this) {
            current = null;
        }
        queue.close();
        provider.close();
    }

    /// Whether what comes from outside is recorded. Chosen by lot: a caller makes up the trace's id.
    boolean picks(@Nullable Trace caller) {
        return (limits.oneIn > 0 && ThreadLocalRandom.current().nextInt(limits.oneIn) == 0)
                || (caller != null && caller.sampled() && grants());
    }

    private synchronized boolean grants() {
        long second = Math.floorDiv(System.nanoTime(), 1_000_000_000L);
        if (second != askedSecond) {
            askedSecond = second;
            asked = 0;
        }
        return asked++ < limits.askedPerSecond;
    }

    Step begin(String name, SpanKind kind, @Nullable Trace parent, List<Trace> links, @Nullable Instant begun) {
        SpanBuilder span = tracer.spanBuilder(name).setSpanKind(kind);
        if (parent == null) {
            span.setNoParent();
        } else {
            span.setParent(Context.root().with(Span.wrap(context(parent))));
        }
        for (Trace link : links) {
            span.addLink(context(link));
        }
        if (begun != null) {
            span.setStartTimestamp(begun);
        }
        return Step.of(span.startSpan());
    }

    static SpanContext context(Trace trace) {
        return SpanContext.createFromRemoteParent(
                trace.traceId(),
                trace.spanId(),
                trace.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }
}
