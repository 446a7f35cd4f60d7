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
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// Claims that meet, gathered. A packet belongs to one lane, a lane has one worker and one transaction under way and
/// takes what has gathered meanwhile: the wait is zero when idle, and the batch grows with the crowd. Packets that are
/// over have a lane of their own, since who taps them needs no transaction and should wait for none.
@ApplicationScoped
class ClaimQueue {
    private static final Logger LOG = Logger.getLogger(ClaimQueue.class);

    /// What one question for access may ask about.
    private static final int MOST_AT_ONCE = 1_000;

    private final ClaimBatch batch;
    private final PendingClaims pending;
    private final OverPackets over;
    private final ClaimLane forOver;
    private final MeterRegistry metrics;
    private final List<ClaimLane> lanes = new ArrayList<>();
    private final List<Thread> workers = new ArrayList<>();
    private final Map<Claiming.Key, Claiming> underWay = new ConcurrentHashMap<>();

    @Inject
    ClaimQueue(ClaimBatch batch, PendingClaims pending, OverPackets over, PacketConfig config, MeterRegistry metrics) {
        this.batch = batch;
        this.pending = pending;
        this.over = over;
        this.metrics = metrics;
        PacketConfig.Claims claims = config.claims();
        if (claims.workers() < 1 || claims.atOnce() < 1 || claims.waitingForOne() < 1) {
            throw new IllegalArgumentException(
                    "hongyan.packet.claims.workers, .at-once and .waiting-for-one are at least 1");
        }
        if (claims.atOnce() > MOST_AT_ONCE) {
            throw new IllegalArgumentException("hongyan.packet.claims.at-once is at most " + MOST_AT_ONCE);
        }
        if (claims.waitingForOne() >= claims.waiting() / claims.workers()) {
            throw new IllegalArgumentException(
                    "hongyan.packet.claims.waiting-for-one is less than .waiting for each of the .workers");
        }
        for (int i = 0; i < claims.workers(); i++) {
            lanes.add(lane(claims));
        }
        forOver = lane(claims);
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
        workers.add(Thread.ofPlatform().daemon().name("claims-over").start(() -> work(forOver)));
    }

    void stop(@Observes(notifyObserver = Reception.IF_EXISTS) ShutdownEvent event) {
        workers.forEach(Thread::interrupt);
    }

    /// Adds a claim, or refuses it when too many wait. Who taps again while his claim waits takes no second place.
    CompletableFuture<Outcome> add(UUID packet, UUID user) {
        Claiming claiming = new Claiming(packet, user);
        Claiming first = underWay.putIfAbsent(claiming.key(), claiming);
        if (first != null) {
            return first.outcome().thenApply(ClaimQueue::again);
        }
        var _ = claiming.outcome().whenComplete((_, _) -> underWay.remove(claiming.key(), claiming));
        if (!lane(packet).offer(claiming)) {
            metrics.counter("im_ratelimit", "rule", "claims").increment();
            ProblemException refusal = new ProblemException(ProblemCode.TOO_MANY_REQUESTS);
            claiming.outcome().completeExceptionally(refusal);
            throw refusal;
        }
        return claiming.outcome();
    }

    private static Outcome again(Outcome outcome) {
        return outcome instanceof Outcome.Paid paid ? new Outcome.Paid(paid.claim(), true) : outcome;
    }

    private void decideAgain(Claiming claiming) {
        if (!lane(claiming.packet()).offer(claiming)) {
            claiming.outcome().complete(new Outcome.Refused(ProblemCode.TOO_MANY_REQUESTS));
        }
    }

    private static ClaimLane lane(PacketConfig.Claims claims) {
        return new ClaimLane(claims.atOnce(), claims.waiting() / claims.workers(), claims.waitingForOne());
    }

    private ClaimLane lane(UUID packet) {
        return over.find(packet).isPresent() ? forOver : lanes.get(Math.floorMod(packet.hashCode(), lanes.size()));
    }

    private void work(ClaimLane lane) {
        try {
            while (true) {
                workOnce(lane);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A fault must not end the lane.
    private void workOnce(ClaimLane lane) throws InterruptedException {
        try {
            List<Claiming> claims = lane.take();
            metrics.summary("im_packet_claim_batch").record(claims.size());
            decide(claims);
        } catch (RuntimeException | Error e) {
            LOG.error("claims not taken", e);
        }
    }

    private void decide(List<Claiming> claims) {
        try {
            pending.add(batch.decide(claims), this::decideAgain);
        } catch (RuntimeException | Error e) {
            LOG.warnf("claims not decided, count=%d, cause=%s", claims.size(), e.toString());
            claims.forEach(claim -> claim.outcome().completeExceptionally(e));
        }
    }
}
