package dev.hongyan.user.event;

import dev.hongyan.contracts.EventCodec;
import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.user.token.AccessTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// The synchronous call that lets message-service know a rule before its owner answers.
@ApplicationScoped
public class MessageClient {
    private static final Logger LOG = Logger.getLogger(MessageClient.class);
    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final int NO_CONTENT = 204;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final AccessTokens tokens;
    private final List<URI> instances;
    private final AtomicInteger turn = new AtomicInteger();

    @Inject
    MessageClient(AccessTokens tokens, @ConfigProperty(name = "hongyan.message.url") List<String> urls) {
        this.tokens = tokens;
        this.instances =
                urls.stream().map(url -> URI.create(url + "/internal/events")).toList();
    }

    /// Whether message-service has applied the events. If not, the outbox brings them: the caller answers 202.
    /// Only for events whose transaction has been committed.
    public boolean apply(List<EventEnvelope> changes) {
        if (changes.isEmpty()) {
            return true;
        }
        HttpRequest request = HttpRequest.newBuilder(next())
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + tokens.ofThisService())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(EventCodec.encodeAll(changes)))
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != NO_CONTENT) {
                LOG.warnf("events not applied yet, status=%d", status);
            }
            return status == NO_CONTENT;
        } catch (IOException e) {
            LOG.warnf("events not applied yet, cause=%s", e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Any instance applies events; they take turns.
    private URI next() {
        return instances.get(Math.floorMod(turn.getAndIncrement(), instances.size()));
    }
}
