package dev.hongyan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.e2e.contract.Contract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The REST interface behind one address, called by nobody in particular or with somebody's token.
///
/// @param token the access token; null for nobody's
record Api(URI base, @Nullable String token, List<String> headers) {
    static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    static Api at(URI base) {
        return new Api(base, null, List.of());
    }

    Api as(@Nullable String accessToken) {
        return new Api(base, accessToken, headers);
    }

    Api with(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name);
        more.add(value);
        return new Api(base, token, List.copyOf(more));
    }

    Api in(String language) {
        return with("Accept-Language", language);
    }

    Answer get(String path) {
        return call("GET", path, null);
    }

    Answer post(String path) {
        return call("POST", path, null);
    }

    Answer post(String path, JsonNode body) {
        return call("POST", path, body.toString());
    }

    Answer put(String path) {
        return call("PUT", path, null);
    }

    Answer put(String path, JsonNode body) {
        return call("PUT", path, body.toString());
    }

    Answer delete(String path) {
        return call("DELETE", path, null);
    }

    Answer call(String method, String path, @Nullable String body) {
        return call(method, path, body == null ? null : body.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    /// The method that the gateway makes of it.
    private String meant(String method) {
        int override = headers.indexOf("X-HTTP-Method-Override");
        return override < 0 ? method : headers.get(override + 1);
    }

    Answer call(String method, String path, byte @Nullable [] body, String contentType) {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).method(method, publisher);
        if (body != null) {
            request.header("Content-Type", contentType);
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            Answer answer = new Answer(method + " " + path, response.statusCode(), response.headers(), response.body());
            Contract.ofThisRun()
                    .answered(meant(method), path, answer.status(), answer.header("Content-Type"), answer.body());
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + " got no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
