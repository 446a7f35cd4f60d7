package dev.hongyan.kit.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RetriableException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Publishes the events that a crash, a full queue or an absent broker has left in the table.
@ApplicationScoped
class OutboxSweeper {
    private static final Logger LOG = Logger.getLogger(OutboxSweeper.class);
    private static final int WAIT_SECONDS = 4;

    private final OutboxRows rows;
    private final EventProducer producer;
    private final MeterRegistry metrics;
    private final boolean enabled;
    private volatile OutboxRows.Backlog backlog = new OutboxRows.Backlog(0, Duration.ZERO);

    @Inject
    OutboxSweeper(
            OutboxRows rows,
            EventProducer producer,
            MeterRegistry metrics,
            @ConfigProperty(name = "hongyan.outbox.enabled") boolean enabled) {
        this.rows = rows;
        this.producer = producer;
        this.metrics = metrics;
        this.enabled = enabled;
        if (enabled) {
            metrics.gauge("im_outbox_pending", this, sweeper -> sweeper.backlog.pending());
            metrics.gauge(
                    "im_outbox_oldest_seconds",
                    this,
                    sweeper -> sweeper.backlog.oldest().toSeconds());
        }
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        if (!enabled) {
            return;
        }
        try {
            backlog = rows.backlog();
            if (backlog.oldest().toSeconds() >= 2) {
                metrics.counter("im_sweeper_published_total").increment(rows.sweep(this::publish));
            }
        } catch (SQLException | RuntimeException e) {
            LOG.warnf("outbox not swept, cause=%s", e.toString());
        }
    }

    private List<UUID> publish(List<OutboxRows.Row> left) {
        List<CompletableFuture<Void>> sends = new ArrayList<>(left.size());
        for (OutboxRows.Row row : left) {
            CompletableFuture<Void> send = producer.send(
                    row.topic(),
                    row.key(),
                    row.data(),
                    producer.headers(row.id(), row.type(), row.time(), row.traceparent()));
            sends.add(send);
            if (send.isCompletedExceptionally() && send.exceptionNow() instanceof RetriableException) {
                break; // The broker is away: every further send would wait for it.
            }
        }
        CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new))
                .handle((_, _) -> true)
                .completeOnTimeout(false, WAIT_SECONDS, TimeUnit.SECONDS)
                .join();
        List<UUID> published = new ArrayList<>(sends.size());
        for (int i = 0; i < sends.size(); i++) {
            // One that cannot be published holds nobody else up.
            if (sends.get(i).state() == Future.State.SUCCESS) {
                published.add(left.get(i).id());
            }
        }
        return published;
    }
}
