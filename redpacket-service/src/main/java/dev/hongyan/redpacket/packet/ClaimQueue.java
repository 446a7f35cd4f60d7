package dev.hongyan.redpacket.packet;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/// Claims that meet, gathered. A packet belongs to one lane, a lane has one worker and one transaction under way and
/// takes
/// what has gathered meanwhile: the wait is zero when idle, and the batch grows with the crowd.
@ApplicationScoped
class ClaimQueue {
    private static final Logger LOG = Logger.getLogger(ClaimQueue.class);

    private final ClaimBatch batch;
    private final MeterRegistry metrics;
    private final List<ClaimLane> lanes = new ArrayList<>();
    private final List<Thread> workers = new ArrayList<>();

    @Inject
    ClaimQueue(ClaimBatch batch, PacketConfig config, MeterRegistry metrics) {
        this.batch = batch;
        this.metrics = metrics;
        PacketConfig.Claims claims = config.claims();
        if (claims.workers() < 1 || claims.atOnce() < 1 || claims.waiting() < claims.workers()) {
            throw new IllegalArgumentException("hongyan.packet.claims.workers, .at-once and .waiting are at least 1");
        }
        for (int i = 0; i < claims.workers(); i++) {
            lanes.add(new ClaimLane(claims.atOnce(), claims.waiting() / claims.workers(), claims.waitingForOne()));
        }
        metrics.gauge(
                "im_packet_claims_waiting",
                lanes,
                all -> all.stream().mapToInt(ClaimLane::size).sum());
    }

    @PostConstruct
    void start() {
        for (int i = 0; i < lanes.size(); i++) {
            ClaimLane lane = lanes.get(i);
            workers.add(Thread.ofPlatform().daemon().name("claims-" + i).start(() -> work(lane)));
        }
    }

    void stop(@Observes(notifyObserver = Reception.IF_EXISTS) ShutdownEvent event) {
        workers.forEach(Thread::interrupt);
    }

    /// Adds a claim, or refuses it when too many wait.
    CompletableFuture<Outcome> add(UUID packet, UUID user) {
        Claiming claiming = new Claiming(packet, user);
        if (!lanes.get(Math.floorMod(packet.hashCode(), lanes.size())).offer(claiming)) {
            metrics.counter("im_ratelimit", "rule", "claims").increment();
            throw new ProblemException(ProblemCode.TOO_MANY_REQUESTS);
        }
        return claiming.outcome();
    }

    private void work(ClaimLane lane) {
        try {
            while (true) {
                List<Claiming> claims = lane.take();
                metrics.summary("im_packet_claim_batch").record(claims.size());
                decide(claims);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void decide(List<Claiming> claims) {
        try {
            batch.decide(claims);
        } catch (RuntimeException | Error e) {
            LOG.warnf("claims not decided, count=%d, cause=%s", claims.size(), e.toString());
            claims.forEach(claim -> claim.outcome().completeExceptionally(e));
        }
    }
}
