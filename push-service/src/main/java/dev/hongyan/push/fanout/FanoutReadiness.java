package dev.hongyan.push.fanout;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Not ready before the positions in the topics are known and the heads have been compared once; after that the broker
/// and message-service may be away, since sockets are better kept than refused.
@Readiness
@ApplicationScoped
class FanoutReadiness implements HealthCheck {
    private final LogConsumer consumer;
    private final HeadsWatch heads;

    @Inject
    FanoutReadiness(LogConsumer consumer, HeadsWatch heads) {
        this.consumer = consumer;
        this.heads = heads;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("fan-out")
                .status(consumer.isPlaced() && heads.isCompared())
                .build();
    }
}
