package dev.hongyan.message.log;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Looks after the outbox: deletes what is acknowledged when no append comes along to do it, and knows how far
/// publishing lags behind. On a connection of its own: a pool that is busy must not look like an outbox that
/// lags, or everybody would begin to compare heads just then.
@ApplicationScoped
public class OutboxKeeper {
    private static final Logger LOG = Logger.getLogger(OutboxKeeper.class);
    private static final long PERIOD_MILLIS = 250;
    private static final double LAGGING_SECONDS = 1.0;
    private static final long BLIND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(1);

    private final LogConnections connections;
    private final OutboxRepository repository;
    private final Acknowledged acknowledged;
    private final Workers workers;
    private volatile OutboxRepository.State state = new OutboxRepository.State(0, 0);
    private volatile long seenNanos = System.nanoTime() - BLIND_NANOS;
    private @Nullable Connection kept;
    private @Nullable Thread thread;

    @Inject
    OutboxKeeper(
            LogConnections connections,
            OutboxRepository repository,
            Acknowledged acknowledged,
            Workers workers,
            MeterRegistry metrics) {
        this.connections = connections;
        this.repository = repository;
        this.acknowledged = acknowledged;
        this.workers = workers;
        Gauge.builder("im_outbox_pending", this, keeper -> keeper.state.pending())
                .register(metrics);
        Gauge.builder("im_outbox_oldest_seconds", this, keeper -> keeper.state.oldestSeconds())
                .register(metrics);
    }

    /// Whether the oldest unpublished row is more than a second old, as seen at most half a second ago; also
    /// when that could not be seen for a second.
    public boolean lagging() {
        return state.oldestSeconds() > LAGGING_SECONDS || System.nanoTime() - seenNanos >= BLIND_NANOS;
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
        } finally {
            disconnect();
        }
    }

    /// A fault must not end the thread.
    void keep() {
        List<Long> published = acknowledged.take();
        try {
            Connection connection = connect();
            if (!published.isEmpty()) {
                repository.delete(connection, published);
                published = List.of();
            }
            state = repository.state(connection, acknowledged.notDeletedYet());
            seenNanos = System.nanoTime();
        } catch (Throwable e) {
            disconnect();
            acknowledged.giveBack(published);
            LOG.debugf("outbox not looked at, cause=%s", e);
        }
    }

    private Connection connect() throws SQLException {
        Connection open = kept;
        if (open == null) {
            open = connections.openBeside(LONGEST_STATEMENT);
            kept = open;
        }
        return open;
    }

    private void disconnect() {
        LogConnections.close(kept);
        kept = null;
    }
}
