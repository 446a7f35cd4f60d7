package dev.hongyan.message.log;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Looks after the outbox: deletes what is acknowledged when no append comes along to do it, and knows how far
/// publishing lags behind.
@ApplicationScoped
public class OutboxKeeper {
    private static final Logger LOG = Logger.getLogger(OutboxKeeper.class);
    private static final long PERIOD_MILLIS = 250;
    private static final double LAGGING_SECONDS = 1.0;

    private final OutboxRepository repository;
    private final Acknowledged acknowledged;
    private final Workers workers;
    private volatile OutboxRepository.State state = new OutboxRepository.State(0, 0);
    private volatile boolean blind = true;
    private @Nullable Thread thread;

    @Inject
    OutboxKeeper(OutboxRepository repository, Acknowledged acknowledged, Workers workers, MeterRegistry metrics) {
        this.repository = repository;
        this.acknowledged = acknowledged;
        this.workers = workers;
        Gauge.builder("im_outbox_pending", this, keeper -> keeper.state.pending())
                .register(metrics);
        Gauge.builder("im_outbox_oldest_seconds", this, keeper -> keeper.state.oldestSeconds())
                .register(metrics);
    }

    /// Whether the oldest unpublished row is more than a second old, as seen at most half a second ago; also while that
    /// cannot be seen.
    public boolean lagging() {
        return blind || state.oldestSeconds() > LAGGING_SECONDS;
    }

    void start(@Observes StartupEvent event) {
        thread = workers.start("outbox-keeper", this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            running.join(2_000);
        }
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
                keep();
            }
        } catch (InterruptedException e) {
            LOG.debug("keeper ends");
        }
    }

    /// A fault must not end the thread.
    void keep() {
        List<Long> published = acknowledged.take();
        try {
            if (!published.isEmpty()) {
                repository.delete(published);
                published = List.of();
            }
            state = repository.state(acknowledged.notDeletedYet());
            blind = false;
        } catch (Throwable e) {
            blind = true;
            acknowledged.giveBack(published);
            LOG.debugf("outbox not looked at, cause=%s", e);
        }
    }
}
