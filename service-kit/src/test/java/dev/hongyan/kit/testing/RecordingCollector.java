package dev.hongyan.kit.testing;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// A collector of OTLP over HTTP, in the binary form of its schema, that keeps the spans it gets.
public final class RecordingCollector implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Recorded> spans = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    /// A span as it came.
    ///
    /// @param service which process it is of
    /// @param parent  empty when it has none
    /// @param links   the steps it is linked to
    public record Recorded(
            String service,
            String name,
            String kind,
            String trace,
            String id,
            String parent,
            List<Link> links,
            Map<String, String> attributes,
            boolean failed) {}

    /// Another step.
    public record Link(String trace, String id) {}

    private RecordingCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    public static RecordingCollector start() {
        try {
            return new RecordingCollector();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The base address, as settings name it.
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// All that has come.
    public List<Recorded> spans() {
        return List.copyOf(spans);
    }

    /// From now on it answers with that status, and keeps nothing unless it is 200.
    public void answer(int other) {
        status = other;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (status == 200) {
                ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().forEach(this::keep);
            }
            byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void keep(ResourceSpans of) {
        String service = texts(of.getResource().getAttributesList()).getOrDefault("service.name", "");
        for (ScopeSpans scope : of.getScopeSpansList()) {
            for (Span span : scope.getSpansList()) {
                spans.add(new Recorded(
                        service,
                        span.getName(),
                        span.getKind().name().replace("SPAN_KIND_", ""),
                        hex(span.getTraceId()),
                        hex(span.getSpanId()),
                        hex(span.getParentSpanId()),
                        span.getLinksList().stream()
                                .map(link -> new Link(hex(link.getTraceId()), hex(link.getSpanId())))
                                .toList(),
                        texts(span.getAttributesList()),
                        span.getStatus().getCodeValue() == 2));
            }
        }
    }

    private static Map<String, String> texts(List<KeyValue> attributes) {
        return attributes.stream().collect(Collectors.toMap(KeyValue::getKey, each -> text(each.getValue())));
    }

    private static String text(AnyValue value) {
        return value.hasStringValue() ? value.getStringValue() : Long.toString(value.getIntValue());
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
