package dev.hongyan.kit.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Not ready before the keys and the ended sessions are known; once they are, user-service may be away.
@Readiness
@ApplicationScoped
class IdentityReadiness implements HealthCheck {
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
