package dev.hongyan.group.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Who is told that the system is ready finds the group of the demo people.
@Readiness
@ApplicationScoped
class DemoReadiness implements HealthCheck {
    private final DemoGroup group;

    @Inject
    DemoReadiness(DemoGroup group) {
        this.group = group;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("demo-group").status(group.settled()).build();
    }
}
