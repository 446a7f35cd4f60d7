package dev.hongyan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.e2e.contract.Contract;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One WebSocket connection. Frames come on one thread, in order.
final class Socket implements WebSocket.Listener {
    static final String PROTOCOL = "hongyan.v1";
    /// The code of a connection that broke without a close.
    static final int BROKEN = 1006;

    /// How a connection ended.
    record Closed(int code, String reason) {}

    /// The server refused the upgrade.
    static final class Refused extends RuntimeException {
        private final int status;

        Refused(int status, Throwable cause) {
            super("The upgrade was refused with " + status, cause);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private final Consumer<JsonNode> frames;
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private CompletableFuture<Boolean> lastSend = CompletableFuture.completedFuture(true);
    private @Nullable WebSocket webSocket;

    private Socket(Consumer<JsonNode> frames) {
        this.frames = frames;
    }

    /// Opens a connection with the token in the header.
    static Socket open(URI gateway, @Nullable String token, Consumer<JsonNode> frames) {
        WebSocket.Builder builder = builder().subprotocols(PROTOCOL);
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        return open(gateway, builder, frames);
    }

    static WebSocket.Builder builder() {
        return Api.CLIENT.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(10));
    }

    static Socket open(URI gateway, WebSocket.Builder builder, Consumer<JsonNode> frames) {
        Socket socket = new Socket(frames);
        URI address = URI.create(gateway.toString().replaceFirst("^http", "ws") + "/ws");
        try {
            socket.webSocket = builder.buildAsync(address, socket).join();
            return socket;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new Refused(refused.getResponse().statusCode(), refused);
            }
            throw e;
        }
    }

    /// The subprotocol that the server selected.
    String subprotocol() {
        return opened().getSubprotocol();
    }

    synchronized void send(String text) {
        lastSend = lastSend.handle((_, _) -> true)
                .thenCompose(_ -> opened().sendText(text, true))
                .thenApply(_ -> true);
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    /// How the connection ended; waits for it.
    Closed awaitClosed(Duration limit) {
        return closed.copy().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    void onEnd(Consumer<Closed> then) {
        var _ = closed.thenAccept(then);
    }

    void close() {
        var _ = opened().sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(_ -> opened());
        var _ = closed.completeOnTimeout(new Closed(BROKEN, "no answer"), 2, TimeUnit.SECONDS)
                .thenRun(() -> opened().abort());
    }

    /// Breaks the connection without a word.
    void abort() {
        opened().abort();
        closed.complete(new Closed(BROKEN, "aborted"));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket source, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String frame = partial.toString();
            partial.setLength(0);
            JsonNode read = Json.read(frame);
            Contract.ofThisRun().received(read.path("op").asText(), frame);
            frames.accept(read);
        }
        source.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket source, int code, String reason) {
        closed.complete(new Closed(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket source, Throwable error) {
        closed.complete(new Closed(BROKEN, String.valueOf(error.getMessage())));
    }

    private WebSocket opened() {
        WebSocket current = webSocket;
        if (current == null) {
            throw new IllegalStateException("The connection was never opened.");
        }
        return current;
    }
}
