package dev.hongyan.gateway;

import dev.hongyan.launcher.Ports;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A gateway before three played services, which note what they get.
final class TestEdge implements AutoCloseable {
    static final GatewayConfig.Limits LIMITS = new GatewayConfig.Limits(
            1_000, 5_000, Duration.ofMillis(700), Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(2));

    /// A request as it reached a service.
    record Arrived(String service, String method, String uri, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return String.join(" | ", headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
        }
    }

    final Queue<Arrived> arrived = new ConcurrentLinkedQueue<>();
    final int port = Ports.free();
    final int management = Ports.free();
    final Map<String, Integer> services =
            Map.of("user", Ports.free(), "message", Ports.free(), "push", Ports.free(), "spare", Ports.free());

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Gateway gateway;

    TestEdge() throws Exception {
        this("user", "message");
    }

    TestEdge(String... running) throws Exception {
        this(false, running);
    }

    /// @param trustForwarded whether there is another proxy in front
    TestEdge(boolean trustForwarded, String... running) throws Exception {
        for (String service : running) {
            play(service, request -> note(service, request));
        }
        String push = "http://127.0.0.1:" + services.get("push") + ",http://127.0.0.1:" + services.get("spare");
        GatewayConfig config = new GatewayConfig(
                List.of("127.0.0.1"),
                port,
                "127.0.0.1",
                management,
                Map.of(
                        "user", List.of("http://127.0.0.1:" + services.get("user")),
                        "message", List.of("http://127.0.0.1:" + services.get("message")),
                        "push", List.of(push.split(",", -1))),
                trustForwarded,
                LIMITS,
                "1.2.3");
        gateway = wait(Gateway.start(config));
    }

    /// Plays a service by a handler of its own.
    HttpServer play(String service, Consumer<HttpServerRequest> handler) throws Exception {
        HttpServerOptions options = new HttpServerOptions().setMaxHeaderSize(32_000);
        return wait(vertx.createHttpServer(options)
                .requestHandler(handler::accept)
                .listen(Objects.requireNonNull(services.get(service)), "127.0.0.1"));
    }

    HttpResponse<String> call(String method, String path, String... headers) throws Exception {
        return call(method, path, "", headers);
    }

    HttpResponse<String> call(String method, String path, String body, String[] headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    Socket socket() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    /// Sends bytes as they are and reads until the gateway closes or falls silent.
    String raw(String bytes) throws IOException {
        try (Socket socket = socket()) {
            socket.setSoTimeout(1_200);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        }
    }

    static String read(InputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        byte[] part = new byte[8_192];
        try {
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                answer.append(new String(part, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException | SocketTimeoutException e) {
            answer.append("");
        }
        return answer.toString();
    }

    static <T> T wait(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    Vertx vertx() {
        return vertx;
    }

    /// Whether the gateway itself asks, for its own sake.
    static boolean isProbe(HttpServerRequest request) {
        return "hongyan-gateway".equals(request.getHeader("User-Agent"));
    }

    private void note(String service, HttpServerRequest request) {
        if (isProbe(request)) {
            request.response().end();
            return;
        }
        request.body().onSuccess(body -> {
            Map<String, List<String>> headers = new HashMap<>();
            request.headers()
                    .forEach(header -> headers.computeIfAbsent(
                                    header.getKey().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                            .add(header.getValue()));
            arrived.add(new Arrived(service, request.method().name(), request.uri(), headers, body.toString()));
            request.response().end(service);
        });
    }

    @Override
    public void close() {
        gateway.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
