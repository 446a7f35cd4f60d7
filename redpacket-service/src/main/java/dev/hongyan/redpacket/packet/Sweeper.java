package dev.hongyan.redpacket.packet;

import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.redpacket.ledger.SetAside;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/// Ends packets whose time is over, and repeats announcements that did not get through. Every instance does it.
@ApplicationScoped
class Sweeper {
    private static final Logger LOG = Logger.getLogger(Sweeper.class);
    private static final Duration LEFT_ALONE = Duration.ofSeconds(4);
    private static final int AT_ONCE = 100;

    private final PacketRepository packets;
    private final Announcement announcement;
    private final Refunds refunds;
    private final SetAside setAside;
    private volatile Duration lag = Duration.ZERO;
    private volatile long measured = System.nanoTime();

    @Inject
    Sweeper(
            PacketRepository packets,
            Announcement announcement,
            Refunds refunds,
            SetAside setAside,
            MeterRegistry metrics) {
        this.packets = packets;
        this.announcement = announcement;
        this.refunds = refunds;
        this.setAside = setAside;
        TimeGauge.builder("im_packet_refund_lag", () -> lag.toMillis(), TimeUnit.MILLISECONDS)
                .register(metrics);
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void endDue() {
        measureLag();
        untilNone("expired", refunds::expire);
        untilNone("refunded", refunds::refund);
    }

    /// All at once: each may take as long as message-service lets it wait.
    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void announcePending() {
        try (ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor()) {
            packets.listPending(LEFT_ALONE, AT_ONCE, setAside.ids()).forEach(id -> attempts.execute(() -> attempt(id)));
        } catch (RuntimeException e) {
            LOG.warnf("packets not announced, cause=%s", e.toString());
        }
    }

    private void attempt(UUID id) {
        try {
            packets.find(id).ifPresent(announcement::attempt);
        } catch (RuntimeException e) {
            orWarn("announced", () -> setAside.add("packet", id, e));
        }
    }

    /// While it cannot be measured it grows.
    private void measureLag() {
        Duration since = Duration.ofNanos(System.nanoTime() - measured);
        measured = System.nanoTime();
        lag = lag.plus(since);
        orWarn("measured", () -> lag = packets.refundLag());
    }

    private static void untilNone(String done, IntSupplier step) {
        orWarn(done, () -> {
            while (step.getAsInt() > 0) {
                // The next hundred.
            }
        });
    }

    private static void orWarn(String done, Runnable step) {
        try {
            step.run();
        } catch (ProblemException e) {
            LOG.warnf("packets not %s, problem=%s", done, e.code().code());
        } catch (RuntimeException e) {
            LOG.warnf("packets not %s, cause=%s", done, e.toString());
        }
    }
}
