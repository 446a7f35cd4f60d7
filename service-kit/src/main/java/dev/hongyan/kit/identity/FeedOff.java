package dev.hongyan.kit.identity;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Switches the pulling from user-service off: in user-service itself, and where no user-service is near.
@Singleton
public final class FeedOff implements Scheduled.SkipPredicate {
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
