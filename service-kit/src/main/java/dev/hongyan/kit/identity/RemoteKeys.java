package dev.hongyan.kit.identity;

import io.quarkus.arc.DefaultBean;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// The keys that user-service publishes, fetched ahead. A new key is published long before it signs, so an unknown key
/// id is refused at once and nothing is ever fetched on behalf of a token.
@ApplicationScoped
@DefaultBean
class RemoteKeys implements TokenVerifier.KeySource {
    private static final Logger LOG = Logger.getLogger(RemoteKeys.class);
    private static final int REFRESH_SECONDS = 30;

    private final UserServiceClient userService;
    private volatile Map<String, PublicKey> keys = Map.of();
    private int secondsUntilRefresh;

    @Inject
    RemoteKeys(UserServiceClient userService) {
        this.userService = userService;
    }

    @Override
    public @Nullable PublicKey find(String keyId) {
        return keys.get(keyId);
    }

    @Override
    public boolean isLoaded() {
        return !keys.isEmpty();
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = UserServiceClient.FeedOff.class)
    void refresh() {
        if (isLoaded() && secondsUntilRefresh-- > 0) {
            return;
        }
        try {
            keys = parse(userService.keySet());
            secondsUntilRefresh = REFRESH_SECONDS;
        } catch (IOException | JoseException e) {
            LOG.debugf("keys not fetched, cause=%s", e.toString());
        }
    }

    private static Map<String, PublicKey> parse(String keySet) throws JoseException {
        Map<String, PublicKey> parsed = new HashMap<>();
        for (JsonWebKey key : new JsonWebKeySet(keySet).getJsonWebKeys()) {
            if (key.getKeyId() != null && key.getKey() instanceof PublicKey publicKey) {
                parsed.put(key.getKeyId(), publicKey);
            }
        }
        return Map.copyOf(parsed);
    }
}
