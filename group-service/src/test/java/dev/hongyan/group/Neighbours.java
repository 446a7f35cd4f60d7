package dev.hongyan.group;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// user-service and message-service, as far as a group meets them. Tests tell it who there is (`POST /people`), who is
/// away (`PUT /away/user`, `/away/message`, `DELETE` of it), and ask which events it was given (`GET /events`).
public final class Neighbours implements QuarkusTestResourceLifecycleManager {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, JsonNode> people = new ConcurrentHashMap<>();
    private final Map<String, Boolean> away = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
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
            JsonNode body = isJson(exchange) && request.length > 0 ? MAPPER.readTree(request) : MAPPER.nullNode();
            String path = exchange.getRequestURI().getPath();
            switch (exchange.getRequestMethod() + " " + path) {
                case "POST /internal/token" -> answer(exchange, 200, Map.of("accessToken", "t", "expiresIn", 600));
                case "POST /internal/users" -> answer(exchange, away("user") ? 503 : 200, find(body));
                case "POST /internal/events" -> apply(exchange, body);
                case "POST /people" -> {
                    people.put(body.path("id").asText(), body);
                    answer(exchange, 204, null);
                }
                case "GET /events" -> answer(exchange, 200, events);
                case "PUT /away/user", "PUT /away/message" -> setAway(exchange, path, true);
                case "DELETE /away/user", "DELETE /away/message" -> setAway(exchange, path, false);
                default -> answer(exchange, 404, null);
            }
        }
    }

    private void apply(HttpExchange exchange, JsonNode body) throws IOException {
        if (away("message")) {
            answer(exchange, 503, null);
            return;
        }
        body.path("events").forEach(events::add);
        answer(exchange, 204, null);
    }

    private Map<String, ArrayNode> find(JsonNode named) {
        ArrayNode found = MAPPER.createArrayNode();
        List<String> names = new ArrayList<>();
        named.path("ids").forEach(id -> names.add(id.asText()));
        named.path("usernames").forEach(name -> names.add(name.asText()));
        for (JsonNode person : people.values()) {
            if (names.contains(person.path("id").asText())
                    || names.contains(person.path("username").asText())) {
                found.add(person);
            }
        }
        return Map.of("items", found);
    }

    private boolean away(String who) {
        return away.getOrDefault(who, false);
    }

    private void setAway(HttpExchange exchange, String path, boolean now) throws IOException {
        away.put(path.replace("/away/", ""), now);
        answer(exchange, 204, null);
    }

    private static boolean isJson(HttpExchange exchange) {
        return String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))
                .startsWith("application/json");
    }

    private static void answer(HttpExchange exchange, int status, @Nullable Object body) throws IOException {
        byte[] bytes = body == null ? new byte[0] : MAPPER.writeValueAsBytes(body);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
