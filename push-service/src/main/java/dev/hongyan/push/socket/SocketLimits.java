package dev.hongyan.push.socket;

import dev.hongyan.push.session.PushConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// How many sockets each user and each address has here.
@ApplicationScoped
class SocketLimits {
    private final PushConfig config;
    private final Map<UUID, Integer> byUser = new ConcurrentHashMap<>();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

    @Inject
    SocketLimits(PushConfig config) {
        this.config = config;
    }

    /// The rule that one more socket would break, or null. Asked before the upgrade; opening decides.
    @Nullable
    String refusal(UUID user, String address) {
        if (byUser.getOrDefault(user, 0) >= config.maxSocketsPerUser()) {
            return "sockets-of-user";
        }
        return byAddress.getOrDefault(address, 0) >= config.maxSocketsPerAddress() ? "sockets-of-address" : null;
    }

    /// Counts a socket that has opened; false when others were faster and it is one too many.
    boolean open(UUID user, String address) {
        int ofUser = byUser.merge(user, 1, Integer::sum);
        int ofAddress = byAddress.merge(address, 1, Integer::sum);
        return ofUser <= config.maxSocketsPerUser() && ofAddress <= config.maxSocketsPerAddress();
    }

    /// Counts a socket that has gone.
    void close(UUID user, String address) {
        byUser.computeIfPresent(user, (id, count) -> count == 1 ? null : count - 1);
        byAddress.computeIfPresent(address, (id, count) -> count == 1 ? null : count - 1);
    }
}
