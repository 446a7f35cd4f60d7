package dev.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SocketTunnelTest {
    private final Queue<ServerWebSocket> opened = new ConcurrentLinkedQueue<>();
    private final List<WebSocketClient> clients = new ArrayList<>();
    private TestEdge edge;

    @BeforeEach
    void start() throws Exception {
        edge = new TestEdge("message");
        HttpServerOptions options = new HttpServerOptions()
                .setWebSocketSubProtocols(List.of("hongyan.v1"))
                .setMaxWebSocketFrameSize(1 << 20)
                .setMaxWebSocketMessageSize(1 << 20)
                .setPerMessageWebSocketCompressionSupported(true)
                .setWebSocketClosingTimeout(1);
        TestEdge.wait(edge.vertx()
                .createHttpServer(options)
                .webSocketHandler(socket -> {
                    opened.add(socket);
                    socket.writeTextMessage("welcome");
                    socket.textMessageHandler(text -> {
                        if (text.equals("bye")) {
                            socket.close((short) 4401, "ended");
                        } else {
                            socket.writeTextMessage("echo " + text);
                        }
                    });
                })
                .listen(Objects.requireNonNull(edge.services.get("push")), "127.0.0.1"));
    }

    @AfterEach
    void stop() throws Exception {
        edge.close();
    }

    @RepeatedTest(20)
    void carriesTheHandshakeAndTheFrames() throws Exception {
        Queue<String> got = new ConcurrentLinkedQueue<>();
        // The handler stands before the connection does: the first frame comes in one piece with the handshake.
        ClientWebSocket socket = client(true).webSocket();
        socket.textMessageHandler(got::add);
        TestEdge.wait(socket.connect(options()
                .addSubProtocol("hongyan.v1")
                .addSubProtocol("bearer.x.y.z")
                .addHeader("Authorization", "Bearer t")
                .addHeader("Origin", "http://localhost:8080")
                .addHeader("X-Forwarded-For", "10.0.0.1")));
        socket.writeTextMessage("你好");

        await().atMost(Duration.ofSeconds(5)).until(() -> got.contains("welcome") && got.contains("echo 你好"));
        assertThat(socket.subProtocol()).isEqualTo("hongyan.v1");
        var headers = opened.element().headers();
        assertThat(headers.get("Sec-WebSocket-Protocol")).contains("bearer.x.y.z");
        assertThat(headers.get("Authorization")).isEqualTo("Bearer t");
        assertThat(headers.get("Origin")).isEqualTo("http://localhost:8080");
        assertThat(headers.getAll("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(headers.get("X-Request-Id")).isNotBlank();
        assertThat(headers.contains("Sec-WebSocket-Extensions")).isFalse();
    }

    @Test
    void carriesCloseCodesAndEndsBothSides() throws Exception {
        WebSocket socket = TestEdge.wait(client(false).connect(options()));
        AtomicBoolean closed = new AtomicBoolean();
        socket.closeHandler(_ -> closed.set(true));
        socket.writeTextMessage("bye");
        await().atMost(Duration.ofSeconds(5)).untilTrue(closed);
        assertThat(socket.closeStatusCode()).isEqualTo((short) 4401);

        opened.clear();
        WebSocket other = TestEdge.wait(client(false).connect(options()));
        await().atMost(Duration.ofSeconds(5)).until(() -> !opened.isEmpty());
        other.close();
        await().atMost(Duration.ofSeconds(5)).until(() -> opened.element().isClosed());
    }

    @Test
    void letsASilentSocketBe() throws Exception {
        WebSocket socket = TestEdge.wait(client(false).connect(options()));
        await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(9)).until(() -> !socket.isClosed());
    }

    @Test
    void readsNoFasterThanTheOtherSideTakes() throws Exception {
        WebSocket socket = TestEdge.wait(client(false).connect(options()));
        socket.pause();
        await().atMost(Duration.ofSeconds(5)).until(() -> !opened.isEmpty());
        ServerWebSocket server = opened.element();
        String large = "x".repeat(60_000);
        AtomicInteger written = new AtomicInteger();
        edge.vertx().setPeriodic(1, _ -> {
            if (!server.writeQueueFull() && written.incrementAndGet() < 2_000) {
                server.writeTextMessage(large);
            }
        });
        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(20)).until(server::writeQueueFull);
        assertThat(written.get()).isLessThan(2_000);
    }

    @Test
    void carriesARefusalWithItsBody() throws Exception {
        edge.play(
                "spare",
                request -> request.response()
                        .setStatusCode(401)
                        .putHeader("WWW-Authenticate", "Bearer")
                        .end("{\"type\":\"/problems/unauthenticated\"}"));
        UpgradeRejectedException refusal = refusal();
        assertThat(refusal.getStatus()).isEqualTo(401);
        assertThat(refusal.getHeaders().get("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(refusal.getBody()).hasToString("{\"type\":\"/problems/unauthenticated\"}");
    }

    /// One of the two instances accepts, the other one refuses. While nobody listened there, the gateway may have taken
    /// it for away: it gets its turn again as soon as it has been asked.
    private UpgradeRejectedException refusal() {
        return await().atMost(Duration.ofSeconds(10)).until(this::refused, Objects::nonNull);
    }

    private @Nullable UpgradeRejectedException refused() throws Exception {
        try {
            TestEdge.wait(client(false).connect(options())).close();
            return null;
        } catch (ExecutionException e) {
            return (UpgradeRejectedException) Objects.requireNonNull(e.getCause());
        }
    }

    private WebSocketClient client(boolean compression) {
        WebSocketClient client = edge.vertx()
                .createWebSocketClient(new WebSocketClientOptions()
                        .setMaxFrameSize(1 << 20)
                        .setClosingTimeout(1)
                        .setMaxMessageSize(1 << 20)
                        .setTryUsePerMessageCompression(compression));
        // A client that nobody holds closes its sockets when it is collected.
        clients.add(client);
        return client;
    }

    private WebSocketConnectOptions options() {
        return new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(edge.port)
                .setURI("/ws");
    }
}
