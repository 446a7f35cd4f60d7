package dev.hongyan.kit.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.arc.DefaultBean;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/// The sessions that have ended while tokens of theirs may still be about, pulled from user-service each second.
///
/// The feed's numbers become visible in order, so asking for what follows the last one misses nothing. A service that
/// has never succeeded is not ready: it could let ended sessions in.
@ApplicationScoped
@DefaultBean
public class EndedSessions implements TokenVerifier.SessionStatus {
    private static final Logger LOG = Logger.getLogger(EndedSessions.class);
    /// Beyond the life of the longest token, for clocks that differ.
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final UserServiceClient userService;
    private final ServiceToken serviceToken;
    private final Map<UUID, Long> endedAtNanos = new ConcurrentHashMap<>();
    private final List<BiConsumer<UUID, UUID>> listeners = new CopyOnWriteArrayList<>();
    private volatile long next;
    private final boolean enabled;
    private final Duration kept;
    private final Timer applied;
    private volatile boolean loaded;

    @Inject
    EndedSessions(
            UserServiceClient userService,
            ServiceToken serviceToken,
            @ConfigProperty(name = "hongyan.sessions.feed.enabled") boolean enabled,
            @ConfigProperty(name = "hongyan.access-token.longest-life") Duration longestLife,
            MeterRegistry metrics) {
        this.userService = userService;
        this.serviceToken = serviceToken;
        this.enabled = enabled;
        this.kept = longestLife.plus(MARGIN);
        this.applied = metrics.timer("im_revocation_apply_seconds");
    }

    @Override
    public boolean hasEnded(UUID session) {
        return endedAtNanos.containsKey(session);
    }

    /// Calls the listener with (session, user) when a session has ended, once for each, on a thread of the pull or of
    /// whoever noted it; it must not block.
    public void onEnded(BiConsumer<UUID, UUID> listener) {
        listeners.add(listener);
    }

    /// Notes a session that has ended, from an event that was faster than the feed.
    ///
    /// @return whether it was not known yet
    public boolean note(UUID session, UUID user) {
        boolean news = endedAtNanos.putIfAbsent(session, System.nanoTime()) == null;
        if (news) {
            listeners.forEach(listener -> listener.accept(session, user));
        }
        return news;
    }

    /// Whether the feed has been read up to its end at least once, or is not read at all.
    @Override
    public boolean isLoaded() {
        return loaded || !enabled;
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = UserServiceClient.FeedOff.class)
    void pull() {
        try {
            int items;
            do {
                JsonNode page = userService.endedSessions(next, serviceToken.authorization());
                items = page.path("items").size();
                for (JsonNode item : page.path("items")) {
                    boolean news = note(
                            UUID.fromString(item.path("session").asText()),
                            UUID.fromString(item.path("user").asText()));
                    if (news && loaded) {
                        applied.record(Duration.between(
                                Instant.parse(item.path("endedAt").asText()), Instant.now()));
                    }
                }
                next = page.path("next").asLong();
            } while (items == 1_000);
            loaded = true;
            forgetOld();
        } catch (IOException e) {
            LOG.debugf("ended sessions not pulled, cause=%s", e.toString());
        }
    }

    private void forgetOld() {
        long oldest = System.nanoTime() - kept.toNanos();
        endedAtNanos.values().removeIf(at -> at - oldest < 0);
    }

    /// Not ready before the keys and the ended sessions are known; once they are, user-service may be away.
    @Readiness
    @ApplicationScoped
    static class IdentityReadiness implements HealthCheck {
        private final RemoteKeys keys;
        private final EndedSessions sessions;
        private final boolean enabled;

        @Inject
        IdentityReadiness(
                RemoteKeys keys,
                EndedSessions sessions,
                @ConfigProperty(name = "hongyan.sessions.feed.enabled") boolean enabled) {
            this.keys = keys;
            this.sessions = sessions;
            this.enabled = enabled;
        }

        @Override
        public HealthCheckResponse call() {
            return HealthCheckResponse.named("identity")
                    .status(!enabled || (keys.isLoaded() && sessions.isLoaded()))
                    .build();
        }
    }
}
