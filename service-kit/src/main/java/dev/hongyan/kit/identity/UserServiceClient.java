package dev.hongyan.kit.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.kit.call.Instances;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// What every service asks of user-service; whatever it is, it may be asked again. Blocking; never called on an event
/// loop.
@ApplicationScoped
public class UserServiceClient {
    /// Switches the pulling from user-service off: in user-service itself, and where no user-service is near.
    @Singleton
    static final class FeedOff implements Scheduled.SkipPredicate {
        private final boolean enabled;

        @Inject
        FeedOff(@ConfigProperty(name = "hongyan.sessions.feed.enabled") boolean enabled) {
            this.enabled = enabled;
        }

        @Override
        public boolean test(ScheduledExecution execution) {
            return !enabled;
        }
    }

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
        return instances.send("/.well-known/jwks.json", HttpRequest.Builder::GET);
    }

    /// A new token for this service.
    ServiceToken.Issued token() throws IOException {
        JsonNode answer = mapper.readTree(instances.send(
                "/internal/token",
                request -> request.header("Authorization", basic)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))));
        Duration life = Duration.ofSeconds(answer.path("expiresIn").asLong());
        return new ServiceToken.Issued(answer.path("accessToken").asText(), life);
    }

    /// `{items, next}` of the sessions that ended after `since`.
    JsonNode endedSessions(long since, String authorization) throws IOException {
        return mapper.readTree(instances.send(
                "/internal/sessions/ended?since=" + since,
                request -> request.header("Authorization", authorization).GET()));
    }

    /// `{items}` of the people whom `{ids, usernames}` name, those who exist.
    public JsonNode users(Object named, String authorization) throws IOException {
        String body = mapper.writeValueAsString(named);
        return mapper.readTree(instances.send(
                "/internal/users",
                request -> request.header("Authorization", authorization)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))));
    }
}
