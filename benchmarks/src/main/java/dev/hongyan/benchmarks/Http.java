package dev.hongyan.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.contracts.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// Calls of the public interface.
final class Http {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int ATTEMPTS = 20;
    /// Of a change of members: it has not come about yet.
    private static final int ACCEPTED = 202;

    /// The server said no, for good.
    static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message);
        }
    }

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;

    Http(URI base) {
        this.base = base;
    }

    JsonNode post(String path, String token, Map<String, ?> body) {
        return call("POST", path, token, json(body));
    }

    /// A call that moves money, under a key of its own, and so safe to try again.
    JsonNode pay(String path, String token, Map<String, ?> body) {
        HttpRequest.Builder request = builder("POST", path, token, json(body));
        return read(untilThere(
                request.header("Idempotency-Key", Ids.v7().toString()).build()));
    }

    JsonNode put(String path, String token) {
        return call("PUT", path, token, "");
    }

    /// Tried again while the server is busy: for the set-up, where time does not count.
    JsonNode call(String method, String path, String token, String body) {
        return read(untilThere(builder(method, path, token, body).build()));
    }

    private String untilThere(HttpRequest request) {
        for (int attempt = 1; ; attempt++) {
            HttpResponse<String> response = exchange(request);
            int status = response.statusCode();
            if (status / 100 == 2) {
                return response.body();
            }
            boolean busy = status == 429 || status >= 500;
            if (!busy || attempt == ATTEMPTS) {
                throw new Refused(
                        request.method() + " " + request.uri() + " was answered " + status + " " + response.body());
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    /// What is read without a token.
    String text(String path) {
        HttpResponse<String> response = exchange(builder("GET", path, "", "").build());
        if (response.statusCode() != 200) {
            throw new Refused("GET " + path + " was answered " + response.statusCode());
        }
        return response.body();
    }

    /// A call that is measured: tried once, and anything but success is an error.
    JsonNode once(String method, String path, String token, String body) {
        HttpResponse<String> response =
                exchange(builder(method, path, token, body).build());
        if (response.statusCode() / 100 != 2 || response.statusCode() == ACCEPTED) {
            throw new Refused(method + " " + path + " was answered " + response.statusCode() + " " + response.body());
        }
        return read(response.body());
    }

    static String json(Map<String, ?> body) {
        return MAPPER.valueToTree(body).toString();
    }

    private HttpRequest.Builder builder(String method, String path, String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + " gave no answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode read(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
