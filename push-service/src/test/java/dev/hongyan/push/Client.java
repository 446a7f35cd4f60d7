package dev.hongyan.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A client of the socket.
public final class Client implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PATIENCE_SECONDS = 10;

    private final StringBuilder text = new StringBuilder();
    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private Client(URI server, Map<String, String> headers, String... subprotocols) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        headers.forEach(builder::header);
        if (subprotocols.length > 0) {
            String[] more = new String[subprotocols.length - 1];
            System.arraycopy(subprotocols, 1, more, 0, more.length);
            builder.subprotocols(subprotocols[0], more);
        }
        try {
            socket = builder.buildAsync(server, this).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new IllegalStateException(
                        "refused with " + refused.getResponse().statusCode(), e);
            }
            throw e;
        }
    }

    /// Waits until the service under test lets sockets in.
    public static void awaitReady(URI server) {
        HttpRequest question = HttpRequest.newBuilder(URI.create("http://" + server.getAuthority() + "/q/health/ready"))
                .build();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> HTTP.send(question, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    /// A socket that has opened.
    public static Client open(URI server, Map<String, String> headers, String... subprotocols) {
        return new Client(server, headers, subprotocols);
    }

    /// A socket opened with a token.
    public static Client open(URI server, String token) {
        return open(server, Map.of("Authorization", "Bearer " + token), "hongyan.v1");
    }

    public String subprotocol() {
        return socket.getSubprotocol();
    }

    /// Sends a text message.
    public void send(String frame) {
        socket.sendText(frame, true).join();
    }

    /// Sends a text message unless the server has closed meanwhile.
    public void trySend(String frame) {
        socket.sendText(frame, true).exceptionally(closedMeanwhile -> socket).join();
    }

    /// Sends a part of a text message.
    public void sendPart(String part, boolean last) {
        socket.sendText(part, last).join();
    }

    public WebSocket socket() {
        return socket;
    }

    /// The next frame.
    public JsonNode next() {
        try {
            JsonNode frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no frame came");
            }
            return frame;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The next frame of that op; others before it are passed over.
    public JsonNode next(String op) {
        JsonNode frame = next();
        while (!frame.path("op").asText().equals(op)) {
            frame = next();
        }
        return frame;
    }

    /// The code that the socket is closed with.
    public int closeCode() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            try {
                frames.add(JSON.readTree(text.toString()));
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        closed.completeExceptionally(failure);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
