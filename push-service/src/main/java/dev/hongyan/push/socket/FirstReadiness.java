package dev.hongyan.push.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;

/// Whether everything that readiness asks for has been there once. Before, good tokens would be taken for bad ones,
/// because the keys are not known yet, and a client would sign out where it should come again.
@ApplicationScoped
class FirstReadiness {
    private final Instance<HealthCheck> checks;
    private volatile boolean reached;

    @Inject
    FirstReadiness(@Any Instance<HealthCheck> checks) {
        this.checks = checks;
    }

    /// Blocks as long as the checks do, until they have succeeded once.
    boolean isReached() {
        if (!reached) {
            reached = checks.select(Readiness.Literal.INSTANCE).stream()
                    .allMatch(check -> check.call().getStatus() == Status.UP);
        }
        return reached;
    }
}
