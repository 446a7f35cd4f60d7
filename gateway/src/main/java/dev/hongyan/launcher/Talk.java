package dev.hongyan.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Two of the demonstration accounts who talk, so that what runs often has run: they look at what a
/// client looks at, send on sockets, and read.
record Talk(URI gateway) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MESSAGES = 2_000;
    private static final int UNDER_WAY = 20;
    private static final int LOOKS = 60;
    private static final Pattern ANSWER = Pattern.compile("\"op\":\"sent\"");
    private static final List<String> VIEWS = List.of(
            "users/me", "friends", "groups", "wallet", "conversations", "friend-requests", "red-packets/limits");

    void run() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            Person alice = signIn(client, "alice");
            Person bob = signIn(client, "bob");
            String conversation = alice.call("PUT", "conversations/direct/" + bob.id(), Map.of())
                    .path("id")
                    .asText();
            Reader echoes = alice.open();
            bob.open();
            for (int i = 0; i < MESSAGES; i++) {
                echoes.send(conversation, "鸿雁 " + i);
                if (i % (MESSAGES / LOOKS) == 0) {
                    VIEWS.forEach(alice::look);
                    bob.look("conversations/" + conversation + "/messages");
                }
            }
            echoes.end();
        }
    }

    private Person signIn(HttpClient client, String login) {
        Person nobody = new Person(client, gateway, "", "");
        JsonNode answer = nobody.call("POST", "auth/login", Map.of("login", login, "password", Up.DEMO_PASSWORD));
        return new Person(
                client,
                gateway,
                answer.at("/user/id").asText(),
                answer.path("accessToken").asText());
    }

    private record Person(HttpClient client, URI gateway, String id, String token) {

        JsonNode call(String method, String path, Map<String, String> body) {
            try {
                HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve("/api/" + path))
                        .timeout(Duration.ofSeconds(60))
                        .header("Content-Type", "application/json")
                        .header("Accept-Language", "en")
                        .method(
                                method,
                                method.equals("GET")
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
                if (!token.isEmpty()) {
                    request.header("Authorization", "Bearer " + token);
                }
                HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() >= 300) {
                    throw new StartException(method + " " + path + ": " + answer.statusCode());
                }
                return JSON.readTree(answer.body());
            } catch (IOException e) {
                throw new StartException(method + " " + path + ": " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StartException("Interrupted while talking.", e);
            }
        }

        void look(String path) {
            call("GET", path, Map.of());
        }

        Reader open() {
            Reader reader = new Reader();
            URI address = URI.create(gateway.toString().replaceFirst("^http", "ws") + "/ws");
            client.newWebSocketBuilder()
                    .subprotocols("hongyan.v1")
                    .header("Authorization", "Bearer " + token)
                    .buildAsync(address, reader)
                    .thenCompose(socket -> {
                        reader.opened.complete(socket);
                        return socket.sendText("{\"op\":\"resume\"}", true);
                    })
                    .join();
            return reader;
        }
    }

    /// Takes what a socket brings, and counts the answers.
    private static final class Reader implements WebSocket.Listener {
        private final Semaphore free = new Semaphore(UNDER_WAY);
        private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
        private final StringBuilder frame = new StringBuilder();

        void send(String conversation, String text) {
            take(1);
            Map<String, Object> send = Map.of(
                    "op",
                    "send",
                    "id",
                    UUID.randomUUID().toString(),
                    "conversation",
                    conversation,
                    "type",
                    "text",
                    "body",
                    Map.of("text", text));
            opened.join().sendText(JSON.valueToTree(send).toString(), true).join();
        }

        /// Until everything is answered.
        void end() {
            take(UNDER_WAY);
        }

        private void take(int count) {
            try {
                if (!free.tryAcquire(count, 60, TimeUnit.SECONDS)) {
                    throw new StartException("A message was not answered.");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StartException("Interrupted while talking.", e);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            frame.append(data);
            if (last) {
                String text = frame.toString();
                frame.setLength(0);
                if (ANSWER.matcher(text).find()) {
                    free.release();
                }
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }
    }
}
