package dev.hongyan.kit.outbox;

import dev.hongyan.contracts.EventCodec;
import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.kit.call.Instances;
import dev.hongyan.kit.identity.ServiceToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// The synchronous call that lets message-service know a rule before its owner answers.
@ApplicationScoped
public class MessageClient {
    private static final Logger LOG = Logger.getLogger(MessageClient.class);

    /// What a transaction has changed.
    ///
    /// @param result what the caller gets to see
    /// @param events the very events that the outbox publishes
    public record Change<T>(T result, List<EventEnvelope> events) {}

    private final ServiceToken token;
    private final Instances instances;

    @Inject
    MessageClient(ServiceToken token, @ConfigProperty(name = "hongyan.message.url") List<String> urls) {
        this.token = token;
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
            String authorization = token.authorization();
            instances.send(
                    "/internal/events",
                    request -> request.header("Authorization", authorization)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
            return true;
        } catch (IOException e) {
            LOG.warnf("events not applied yet, cause=%s", e.toString());
            return false;
        }
    }
}
