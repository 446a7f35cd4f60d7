package dev.hongyan.redpacket.packet;

import dev.hongyan.kit.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
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
    private volatile Duration lag = Duration.ZERO;

    @Inject
    Sweeper(PacketRepository packets, Announcement announcement, Refunds refunds, MeterRegistry metrics) {
        this.packets = packets;
        this.announcement = announcement;
        this.refunds = refunds;
        TimeGauge.builder("im_packet_refund_lag", () -> lag.toMillis(), TimeUnit.MILLISECONDS)
                .register(metrics);
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void endDue() {
        try {
            lag = packets.refundLag();
            untilNone(refunds::expire);
            untilNone(refunds::refund);
        } catch (ProblemException e) {
            LOG.warnf("nothing refunded, problem=%s", e.code().code());
        } catch (RuntimeException e) {
            LOG.warnf("packets not ended, cause=%s", e.toString());
        }
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void announcePending() {
        try {
            for (UUID id : packets.listPending(LEFT_ALONE, AT_ONCE)) {
                packets.find(id).ifPresent(announcement::attempt);
            }
        } catch (RuntimeException e) {
            LOG.warnf("packets not announced, cause=%s", e.toString());
        }
    }

    private static void untilNone(IntSupplier step) {
        while (step.getAsInt() > 0) {
            // The next hundred.
        }
    }
}
