package dev.hongyan.redpacket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.AppendCall;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// user-service and message-service, as far as money meets them. Tests tell it who is where (`PUT
/// /conversations/{id}` with `{kind, members, refusals}`), which sessions have ended (`PUT /ended/{session}`), who is
/// away (`PUT /away/user`, `/away/message`, `/away/append`, `DELETE` of it; `/away/once` for one question), whose
/// messages are refused (`PUT
/// /refusing/{conversation}`), with whom somebody may begin a conversation (`PUT /begin/{user}`), and ask which
/// messages it was given (`GET /messages/{conversation}`); it forgets them (`DELETE` of it) and tells of a restore
/// (`PUT
/// /restored/{generation}` with the moment until when it knows all). While a conversation is held (`PUT
/// /holding/{conversation}`,
/// `DELETE` of it), messages into it are not answered.
public final class Neighbours implements QuarkusTestResourceLifecycleManager {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long LONGEST_HOLD = 30;

    private final Map<UUID, JsonNode> conversations = new ConcurrentHashMap<>();
    private final Map<String, String> switches = new ConcurrentHashMap<>();
    private final Map<UUID, List<ObjectNode>> messages = new ConcurrentHashMap<>();
    private final Map<UUID, CountDownLatch> held = new ConcurrentHashMap<>();
    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return Map.of("hongyan.user.url", url, "hongyan.message.url", url, "hongyan.test.neighbours", url);
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            String last = path.substring(path.lastIndexOf('/') + 1);
            String call = exchange.getRequestMethod() + " " + path.substring(0, path.lastIndexOf('/'));
            switch (call) {
                case "POST /internal" -> internal(exchange, last, request);
                case "GET /internal/sessions" ->
                    answer(
                            exchange,
                            is("away", "user") ? 503 : is("unknown", last) ? 404 : 200,
                            Map.of("session", last, "user", last, "active", !is("ended", last)));
                case "PUT /conversations" -> {
                    conversations.put(UUID.fromString(last), MAPPER.readTree(request));
                    answer(exchange, 204, null);
                }
                case "PUT /api/conversations/direct" -> begin(exchange, last);
                case "GET /internal" -> answer(exchange, 200, Map.of("items", restorations()));
                case "DELETE /messages" -> {
                    messages.remove(UUID.fromString(last));
                    answer(exchange, 204, null);
                }
                case "PUT /restored", "PUT /away", "PUT /ended", "PUT /unknown", "PUT /refusing", "PUT /begin" ->
                    turn(exchange, path, new String(request, StandardCharsets.UTF_8));
                case "DELETE /away", "DELETE /ended", "DELETE /unknown", "DELETE /refusing" ->
                    turn(exchange, path, null);
                case "PUT /holding" -> {
                    held.put(UUID.fromString(last), new CountDownLatch(1));
                    answer(exchange, 204, null);
                }
                case "DELETE /holding" -> {
                    Optional.ofNullable(held.remove(UUID.fromString(last))).ifPresent(CountDownLatch::countDown);
                    answer(exchange, 204, null);
                }
                case "GET /messages" -> answer(exchange, 200, messages.getOrDefault(UUID.fromString(last), List.of()));
                default -> answer(exchange, 404, null);
            }
        }
    }

    private void internal(HttpExchange exchange, String call, byte[] request) throws IOException {
        switch (call) {
            case "token" -> answer(exchange, 200, Map.of("accessToken", "t", "expiresIn", 600));
            case "access" -> {
                if (is("away", "message") || switches.remove("away/once") != null) {
                    answer(exchange, 503, null);
                } else {
                    answer(exchange, 200, access(MAPPER.readTree(request).path("items")));
                }
            }
            case "messages" -> {
                if (is("away", "message") || is("away", "append")) {
                    answer(exchange, 503, null);
                } else {
                    List<AppendAnswer> answers = AppendCall.decodeRequest(request).stream()
                            .map(this::append)
                            .toList();
                    answerBytes(exchange, AppendCall.encodeAnswer(answers));
                }
            }
            default -> answer(exchange, 404, null);
        }
    }

    private AppendAnswer append(Append append) {
        CountDownLatch latch = held.get(append.conversation());
        try {
            if (latch != null && !latch.await(LONGEST_HOLD, TimeUnit.SECONDS)) {
                return new AppendAnswer.Retry(1_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new AppendAnswer.Retry(1_000);
        }
        String refusal = switches.get("refusing/" + append.conversation());
        if (refusal != null) {
            return new AppendAnswer.Refused(ProblemCode.ofCode(refusal).orElseThrow());
        }
        List<ObjectNode> log = messages.computeIfAbsent(append.conversation(), _ -> new CopyOnWriteArrayList<>());
        synchronized (log) {
            for (int i = 0; i < log.size(); i++) {
                if (log.get(i).path("id").asText().equals(append.id().toString())) {
                    return new AppendAnswer.Stored(i + 1L, Instant.EPOCH, true);
                }
            }
            try {
                ObjectNode message =
                        (ObjectNode) MAPPER.readTree(append.content().canonical());
                log.add(message.put("id", append.id().toString())
                        .put("sender", append.sender().toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new AppendAnswer.Stored(log.size(), Instant.EPOCH, false);
        }
    }

    private ObjectNode access(JsonNode questions) {
        ObjectNode answer = MAPPER.createObjectNode();
        ArrayNode items = answer.putArray("items");
        for (JsonNode question : questions) {
            String id = question.path("conversation").asText();
            JsonNode conversation = conversations.getOrDefault(UUID.fromString(id), MAPPER.createObjectNode());
            List<String> members = conversation
                    .path("members")
                    .valueStream()
                    .map(JsonNode::asText)
                    .toList();
            ObjectNode item = items.addObject().put("conversation", id);
            ArrayNode found = item.putArray("members");
            question.path("users").forEach(user -> {
                if (members.contains(user.asText())) {
                    found.add(user.asText());
                }
            });
            item.put("kind", found.isEmpty() ? null : conversation.path("kind").asText());
            item.put("memberCount", found.isEmpty() ? 0 : members.size());
            item.set("refusals", conversation.path("refusals"));
        }
        return answer;
    }

    private List<Map<String, Object>> restorations() {
        List<Map<String, Object>> items = new ArrayList<>();
        switches.forEach((path, value) -> {
            if (path.startsWith("restored/")) {
                items.add(Map.of("generation", Long.parseLong(path.substring(9)), "holdsUntil", value));
            }
        });
        return items;
    }

    private boolean is(String kind, String what) {
        return switches.containsKey(kind + "/" + what);
    }

    /// The caller is known by his token alone here, so the conversation of tests is told beforehand by its other
    /// member.
    private void begin(HttpExchange exchange, String with) throws IOException {
        String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String waiting = switches.remove("begin/" + with);
        if (!token.startsWith("Bearer ey")) {
            answer(exchange, 401, null);
        } else if (waiting == null) {
            answer(exchange, 404, null);
        } else {
            UUID conversation = Ids.direct(UUID.fromString(with), UUID.fromString(waiting));
            conversations.put(
                    conversation, MAPPER.valueToTree(Map.of("kind", "direct", "members", List.of(with, waiting))));
            answer(exchange, 201, null);
        }
    }

    private void turn(HttpExchange exchange, String path, @Nullable String value) throws IOException {
        if (value == null) {
            switches.remove(path.substring(1));
        } else {
            switches.put(path.substring(1), value);
        }
        answer(exchange, 204, null);
    }

    private static void answer(HttpExchange exchange, int status, @Nullable Object body) throws IOException {
        byte[] bytes = body == null ? new byte[0] : MAPPER.writeValueAsBytes(body);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static void answerBytes(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
