package dev.hongyan.kit.identity;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The token with which this service calls the others. Fetched ahead of time, so that {@link #current()} hardly ever
/// has nothing to give.
@ApplicationScoped
public class ServiceToken {
    private static final Logger LOG = Logger.getLogger(ServiceToken.class);
    private static final Duration RENEW_BEFORE_END = Duration.ofMinutes(3);
    private static final Duration USE_UNTIL = Duration.ofSeconds(10);

    private final UserServiceClient userService;
    private final Instance<Issuer> own;
    private volatile @Nullable Held held;

    /// Makes the token, so that it need not be asked for: user-service alone has one.
    @FunctionalInterface
    public interface Issuer {
        /// A new token of this service.
        Issued issue();
    }

    /// @param life from now on
    public record Issued(String accessToken, Duration life) {}

    private record Held(String authorization, long endsAtNanos) {
        boolean lasts(Duration atLeast) {
            return endsAtNanos - System.nanoTime() > atLeast.toNanos();
        }
    }

    @Inject
    ServiceToken(UserServiceClient userService, Instance<Issuer> own) {
        this.userService = userService;
        this.own = own;
    }

    /// The value of the `Authorization` header. Blocks when there is none yet, for a second an instance of
    /// user-service.
    ///
    /// @throws IOException when user-service cannot be reached and no token is left
    public String authorization() throws IOException {
        Optional<String> current = current();
        return current.isPresent() ? current.get() : renew();
    }

    /// The value of the `Authorization` header, if there is one now. Never blocks.
    public Optional<String> current() {
        Held now = held;
        return now != null && now.lasts(USE_UNTIL) ? Optional.of(now.authorization()) : Optional.empty();
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = UserServiceClient.FeedOff.class)
    void renewAhead() {
        Held now = held;
        if (now == null || !now.lasts(RENEW_BEFORE_END)) {
            try {
                renew();
            } catch (IOException e) {
                LOG.debugf("service token not renewed, cause=%s", e.toString());
            }
        }
    }

    private synchronized String renew() throws IOException {
        Issued issued = own.isResolvable() ? own.get().issue() : userService.token();
        String authorization = "Bearer " + issued.accessToken();
        held = new Held(authorization, System.nanoTime() + issued.life().toNanos());
        return authorization;
    }
}
