package dev.hongyan.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hongyan.kit.testing.TestTokens;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Plain HTTP: many thousand calls must not take long.
public final class Wire implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final JsonMapper mapper = new JsonMapper();
    private final Map<UUID, String> tokens = new ConcurrentHashMap<>();
    private final String service = TestTokens.service("push-service");

    /// A status and the body that came with it.
    public record Answer(int status, JsonNode body) {}

    /// As a user.
    public Answer get(UUID user, String path) {
        return call("GET", token(user), path, "");
    }

    /// As a user.
    public Answer put(UUID user, String path, String body) {
        return call("PUT", token(user), path, body);
    }

    /// As another service.
    public Answer inward(String method, String path, String body) {
        return call(method, service, path, body);
    }

    private String token(UUID user) {
        return tokens.computeIfAbsent(user, id -> TestTokens.user(id, id));
    }

    private Answer call(String method, String token, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), mapper.readTree(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
