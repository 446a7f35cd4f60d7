package dev.hongyan.message.log;

import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// The threads without which this service stands still though it answers. They run until the service stops: one that
/// has ended before can be brought back by a restart only, and that is what the liveness check says.
@Liveness
@Default
@Singleton
public class Workers implements HealthCheck {
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    /// Starts such a thread.
    public Thread start(String name, Runnable work) {
        Thread thread = Thread.ofPlatform().daemon().name(name).start(work);
        threads.add(thread);
        return thread;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> ended = threads.stream()
                .filter(thread -> !thread.isAlive())
                .map(Thread::getName)
                .toList();
        var response = HealthCheckResponse.named("threads").status(ended.isEmpty());
        if (!ended.isEmpty()) {
            response.withData("ended", String.join(",", ended));
        }
        return response.build();
    }
}
