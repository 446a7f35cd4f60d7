package dev.hongyan.user.event;

import dev.hongyan.contracts.EventCodec;
import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.kit.call.Instances;
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
    private final Instances instances;

    @Inject
    MessageClient(AccessTokens tokens, @ConfigProperty(name = "hongyan.message.url") List<String> urls) {
        this.tokens = tokens;
        this.instances = new Instances(urls);
    }

    /// Whether message-service has applied the events. If not, the outbox brings them: the caller answers 202.
    /// Only for events whose transaction has been committed.
    public boolean apply(List<EventEnvelope> changes) {
        if (changes.isEmpty()) {
            return true;
        }
        byte[] body = EventCodec.encodeAll(changes);
        try {
            // To apply them twice does no harm, so another instance may be asked when one does not answer.
            instances.call(url -> send(url, body));
            return true;
        } catch (IOException e) {
            LOG.warnf("events not applied yet, cause=%s", e.toString());
            return false;
        }
    }

    private int send(String url, byte[] body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/internal/events"))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + tokens.ofThisService())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != NO_CONTENT) {
                throw new IOException("message-service answered " + status);
            }
            return status;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
