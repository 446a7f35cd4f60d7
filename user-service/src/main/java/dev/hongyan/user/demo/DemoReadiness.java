package dev.hongyan.user.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Who is told that the system is ready can log in as one of them at once.
@Readiness
@ApplicationScoped
class DemoReadiness implements HealthCheck {
    private final DemoPeople people;

    @Inject
    DemoReadiness(DemoPeople people) {
        this.people = people;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("demo-people").status(people.settled()).build();
    }
}
