package dev.hongyan.kit.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.kit.call.Instances;
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
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// What every service asks of user-service; whatever it is, it may be asked again. Blocking; never called on an event
/// loop.
@ApplicationScoped
class UserServiceClient {
    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(1);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final ObjectMapper mapper;
    private final Instances instances;
    private final String basic;

    @Inject
    UserServiceClient(
            ObjectMapper mapper,
            @ConfigProperty(name = "hongyan.user.url") List<String> urls,
            @ConfigProperty(name = "hongyan.service.client-id") String clientId,
            @ConfigProperty(name = "hongyan.service.client-secret") Optional<String> secret) {
        this.mapper = mapper;
        this.instances = new Instances(urls);
        this.basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString((clientId + ":" + secret.orElse("")).getBytes(StandardCharsets.UTF_8));
    }

    /// The published keys, as a JSON Web Key Set.
    String keySet() throws IOException {
        return send("/.well-known/jwks.json", HttpRequest.Builder::GET);
    }

    /// `{accessToken, expiresIn}` for this service.
    JsonNode token() throws IOException {
        return mapper.readTree(send(
                "/internal/token",
                request -> request.header("Authorization", basic)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))));
    }

    /// `{items, next}` of the sessions that ended after `since`.
    JsonNode endedSessions(long since, String authorization) throws IOException {
        return mapper.readTree(send(
                "/internal/sessions/ended?since=" + since,
                request -> request.header("Authorization", authorization).GET()));
    }

    private String send(String path, UnaryOperator<HttpRequest.Builder> rest) throws IOException {
        return instances.call(url -> {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER);
            Trace.current().ifPresent(trace -> request.header(Trace.HEADER, trace.header()));
            return send(rest.apply(request).build());
        });
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
