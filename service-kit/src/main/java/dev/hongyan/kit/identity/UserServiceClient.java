package dev.hongyan.kit.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.kit.trace.Trace;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// What every service asks of user-service. Blocking; never called on an event loop.
@ApplicationScoped
class UserServiceClient {
    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(1);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final ObjectMapper mapper;
    private final List<String> instances;
    private final AtomicInteger turn = new AtomicInteger();
    private final String basic;

    @Inject
    UserServiceClient(
            ObjectMapper mapper,
            @ConfigProperty(name = "hongyan.user.url") List<String> instances,
            @ConfigProperty(name = "hongyan.service.client-id") String clientId,
            @ConfigProperty(name = "hongyan.service.client-secret") Optional<String> secret) {
        this.mapper = mapper;
        this.instances = instances;
        this.basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString((clientId + ":" + secret.orElse("")).getBytes(StandardCharsets.UTF_8));
    }

    /// The published keys, as a JSON Web Key Set.
    String keySet() throws IOException {
        return send(request("/.well-known/jwks.json").GET().build());
    }

    /// `{accessToken, expiresIn}` for this service.
    JsonNode token() throws IOException {
        return mapper.readTree(send(request("/internal/token")
                .header("Authorization", basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build()));
    }

    /// `{items, next}` of the sessions that ended after `since`.
    JsonNode endedSessions(long since, String authorization) throws IOException {
        return mapper.readTree(send(request("/internal/sessions/ended?since=" + since)
                .header("Authorization", authorization)
                .GET()
                .build()));
    }

    /// Instances take turns: whoever asks again after a failure asks another one.
    private HttpRequest.Builder request(String path) {
        String instance = instances.get(Math.floorMod(turn.getAndIncrement(), instances.size()));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(instance + path)).timeout(ANSWER);
        Trace.current().ifPresent(trace -> request.header(Trace.HEADER, trace.header()));
        return request;
    }

    private String send(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("user-service answered " + response.statusCode() + " to " + request.uri());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
