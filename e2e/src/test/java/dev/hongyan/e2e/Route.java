package dev.hongyan.e2e;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A public call, with a body that would do.
///
/// @param path with `{id}` where an id stands
/// @param body members and their JSON; empty for a call without a body
record Route(String method, String path, Map<String, String> body) {
    private static final String ID = "0192f0c1-2b3c-7d4e-8f50-6172839405a6";
    private static final String ID_TEXT = "\"" + ID + "\"";

    static final List<Route> ALL = List.of(
            new Route(
                    "POST",
                    "/api/auth/register",
                    Map.of(
                            "username", "\"a\"",
                            "password", "\"too common: 12345678\"",
                            "displayName", "\"Ann\"",
                            "email", "\"no address\"",
                            "device", "{\"name\":\"x\",\"platform\":\"test\"}")),
            new Route(
                    "POST",
                    "/api/auth/login",
                    Map.of("login", "\"nobody\"", "password", "\"wrong password\"", "code", "\"1\"", "device", "{}")),
            new Route("POST", "/api/auth/refresh", Map.of("refreshToken", "\"none\"")),
            new Route("POST", "/api/auth/logout", Map.of()),
            new Route("PUT", "/api/auth/password", Map.of("current", "\"wrong one\"", "new", "\"wild geese\"")),
            new Route("GET", "/api/auth/sessions", Map.of()),
            new Route("DELETE", "/api/auth/sessions/{id}", Map.of()),
            new Route("GET", "/.well-known/jwks.json", Map.of()),
            new Route("GET", "/.well-known/openid-configuration", Map.of()),
            new Route("GET", "/api/users/me", Map.of()),
            new Route("PATCH", "/api/users/me", Map.of("displayName", "\"Ann\"", "bio", "\"…\"", "privacy", "{}")),
            new Route("GET", "/api/users/{id}", Map.of()),
            new Route("GET", "/api/users", Map.of()),
            new Route("POST", "/api/friend-requests", Map.of("to", ID_TEXT, "message", "\"hello\"")),
            new Route("GET", "/api/friend-requests", Map.of()),
            new Route("POST", "/api/friend-requests/{id}/accept", Map.of()),
            new Route("POST", "/api/friend-requests/{id}/decline", Map.of()),
            new Route("GET", "/api/friends", Map.of()),
            new Route("PATCH", "/api/friends/{id}", Map.of("alias", "\"A\"", "tags", "[\"x\"]")),
            new Route("DELETE", "/api/friends/{id}", Map.of()),
            new Route("PUT", "/api/blocks/{id}", Map.of()),
            new Route("DELETE", "/api/blocks/{id}", Map.of()),
            new Route("GET", "/api/blocks", Map.of()),
            new Route("PUT", "/api/conversations/direct/{id}", Map.of()),
            new Route("GET", "/api/conversations", Map.of()),
            new Route("GET", "/api/conversations/{id}", Map.of()),
            new Route("GET", "/api/conversations/{id}/messages", Map.of()),
            new Route(
                    "POST",
                    "/api/conversations/{id}/messages",
                    Map.of(
                            "id", ID_TEXT,
                            "type", "\"text\"",
                            "body", "{\"text\":\"hello\"}",
                            "replyTo", "null",
                            "mentions", "[]")),
            new Route("PUT", "/api/conversations/{id}/read", Map.of("seq", "1")));

    static List<Route> withBody() {
        return ALL.stream().filter(route -> !route.body().isEmpty()).toList();
    }

    String pathWithId() {
        return path.replace("{id}", ID);
    }

    List<String> members() {
        return body.keySet().stream().sorted().toList();
    }

    boolean isNumber(String member) {
        return body.getOrDefault(member, "").matches("[0-9]+");
    }

    boolean isObject(String member) {
        return body.getOrDefault(member, "").startsWith("{");
    }

    boolean endsTheSession() {
        return path.equals("/api/auth/logout");
    }

    /// The body with another value of one member.
    String bodyWith(String member, String json) {
        Map<String, String> changed = new TreeMap<>(body);
        changed.put(member, json);
        StringBuilder text = new StringBuilder();
        changed.forEach((name, value) -> text.append(text.isEmpty() ? '{' : ',')
                .append('"')
                .append(name)
                .append("\":")
                .append(value));
        return text.append('}').toString();
    }

    byte @Nullable [] bytes() {
        return body.isEmpty()
                ? null
                : bodyWith(members().getFirst(), body.getOrDefault(members().getFirst(), "null"))
                        .getBytes(StandardCharsets.UTF_8);
    }
}
