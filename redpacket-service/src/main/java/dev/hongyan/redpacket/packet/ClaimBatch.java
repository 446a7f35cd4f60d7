package dev.hongyan.redpacket.packet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.Unavailability;
import dev.hongyan.redpacket.ledger.Ledger;
import dev.hongyan.redpacket.packet.ClaimTransaction.Decided;
import dev.hongyan.redpacket.sql.Contention;
import dev.hongyan.redpacket.talk.Access;
import dev.hongyan.redpacket.talk.Conversations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Decides claims that have met: who is a member is asked after they were received, in one call for all of them, and
/// those that the ledger has to decide share one transaction.
@ApplicationScoped
class ClaimBatch {
    private static final Logger LOG = Logger.getLogger(ClaimBatch.class);
    private static final int KNOWN_WALLETS = 50_000;
    private static final Duration HELD_FOR = Duration.ofSeconds(10);
    private static final int MOST_HELD = 10_000;
    private static final int ASKED = 2;
    /// The third is what 99 of 100 are to take at most.
    private static final Duration[] REFUSED_WITHIN = {
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20)
    };
    private static final Outcome NOT_A_MEMBER = new Outcome.Refused(ProblemCode.NOT_A_MEMBER);
    private static final Outcome UNAVAILABLE = new Outcome.Refused(ProblemCode.UNAVAILABLE);

    private final Conversations conversations;
    private final ClaimTransaction transaction;
    private final OverPackets over;
    private final Ledger ledger;
    private final Timer refusing;
    /// A wallet is never taken away again.
    private final Cache<UUID, Boolean> wallets =
            Caffeine.newBuilder().maximumSize(KNOWN_WALLETS).build();
    /// Packets and wallets that somebody held for too long: nobody waits for them until one finds them free.
    private final Cache<UUID, Boolean> held = Caffeine.newBuilder()
            .expireAfterWrite(HELD_FOR)
            .maximumSize(MOST_HELD)
            .build();
    private volatile boolean silent;

    @Inject
    ClaimBatch(
            Conversations conversations,
            ClaimTransaction transaction,
            OverPackets over,
            Ledger ledger,
            MeterRegistry metrics) {
        this.conversations = conversations;
        this.transaction = transaction;
        this.over = over;
        this.ledger = ledger;
        this.refusing = Timer.builder("im_packet_refusal")
                .description(
                        "of claims on packets that are over, from their batch's beginning, without the question for access")
                .serviceLevelObjectives(REFUSED_WITHIN)
                .register(metrics);
    }

    /// Gives every claim its outcome, but those that it answers: their packets' messages have to come into the
    /// conversations first.
    List<Claiming> decide(List<Claiming> claims) {
        long begun = System.nanoTime();
        List<Claiming> open = new ArrayList<>(claims.size());
        Map<UUID, Set<UUID>> questions = new HashMap<>();
        Map<UUID, UUID> conversationOf = over.conversationsOf(packetsOf(claims));
        for (Claiming claim : claims) {
            UUID conversation = conversationOf.get(claim.packet());
            if (conversation == null) {
                claim.outcome().complete(NOT_A_MEMBER);
            } else if (!answerAgain(claim)) {
                open.add(claim);
                questions.computeIfAbsent(conversation, _ -> new HashSet<>()).add(claim.user());
            }
        }
        if (open.isEmpty()) {
            return open;
        }
        long asked = System.nanoTime();
        Map<UUID, Access> access = ask(questions);
        return decideOpen(open, access, begun + System.nanoTime() - asked);
    }

    /// Who has claimed from a packet that is over is answered from memory.
    private boolean answerAgain(Claiming claim) {
        Claim own = over.find(claim.packet())
                .map(each -> each.claims().get(claim.user()))
                .orElse(null);
        return own != null && claim.outcome().complete(new Outcome.Paid(own, true));
    }

    /// Null when message-service does not answer: only who has claimed already can be answered then. Asks twice, as
    /// a pause of a second would otherwise turn away the whole crowd that has gathered; but once while it stays
    /// silent, since those who wait meanwhile are to hear of it soon.
    private @Nullable Map<UUID, Access> ask(Map<UUID, Set<UUID>> questions) {
        int times = silent ? 1 : ASKED;
        for (int i = 0; i < times; i++) {
            try {
                Map<UUID, Access> access = conversations.access(questions);
                silent = false;
                return access;
            } catch (RuntimeException e) {
                if (!Unavailability.causedBy(e)) {
                    throw e;
                }
                LOG.warnf("access not known, conversations=%d, cause=%s", questions.size(), e.toString());
            }
        }
        silent = true;
        return null;
    }

    /// @param begun when it would have been begun if nobody had been asked for access
    private List<Claiming> decideOpen(List<Claiming> open, @Nullable Map<UUID, Access> access, long begun) {
        List<Claiming> forLedger = new ArrayList<>(open.size());
        for (Claiming claim : open) {
            OverPackets.Over known = over.find(claim.packet()).orElse(null);
            if (known == null) {
                forLedger.add(claim);
            } else {
                Access seen = access == null ? null : access.get(known.packet().conversation());
                claim.outcome().complete(refusal(known.packet(), claim.user(), seen));
                if (seen != null) {
                    refusing.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
                }
            }
        }
        if (forLedger.isEmpty()) {
            return forLedger;
        }
        openWallets(forLedger);
        Map<Boolean, List<Claiming>> byHeld = forLedger.stream().collect(Collectors.partitioningBy(this::isHeld));
        List<Claiming> unannounced = new ArrayList<>();
        byHeld.forEach((isHeld, some) -> {
            if (!some.isEmpty()) {
                unannounced.addAll(decideByLedger(some, access, !isHeld));
            }
        });
        return unannounced;
    }

    private boolean isHeld(Claiming claim) {
        return held.getIfPresent(claim.packet()) != null || held.getIfPresent(claim.user()) != null;
    }

    private static Outcome refusal(Packet packet, UUID user, @Nullable Access access) {
        if (access == null) {
            return UNAVAILABLE;
        }
        return new Outcome.Refused(
                ClaimTransaction.refusal(packet, packet.state(), user, access).orElse(ProblemCode.RED_PACKET_FINISHED));
    }

    /// Answers what could not be decided because a message is missing.
    private List<Claiming> decideByLedger(List<Claiming> claims, @Nullable Map<UUID, Access> access, boolean waits) {
        List<Decided> decided = decideTogether(claims, access, waits);
        List<Claiming> unannounced = new ArrayList<>();
        for (Decided each : decided) {
            each.over().forEach(over::remember);
            each.outcomes().forEach((claim, outcome) -> {
                if (outcome instanceof Outcome.Unannounced) {
                    unannounced.add(claim);
                } else {
                    claim.outcome().complete(outcome);
                }
            });
        }
        return unannounced;
    }

    /// One transaction for all; when it fails for good one for each packet, so that a packet whose books are wrong does
    /// not keep the others waiting. When somebody holds a row for too long, again without all that is held.
    private List<Decided> decideTogether(List<Claiming> claims, @Nullable Map<UUID, Access> access, boolean waits) {
        try {
            return List.of(run(claims, access, waits));
        } catch (RuntimeException e) {
            if (waits && Contention.causedBy(e)) {
                LOG.warnf("claims pass by what is held, count=%d, cause=%s", claims.size(), e.toString());
                return decideTogether(claims, access, false);
            }
            Map<UUID, List<Claiming>> byPacket = claims.stream()
                    .collect(Collectors.groupingBy(Claiming::packet, LinkedHashMap::new, Collectors.toList()));
            if (Unavailability.causedBy(e) || byPacket.size() == 1) {
                throw e;
            }
            LOG.errorf(e, "claims of %d packets not decided together", byPacket.size());
            List<Decided> decided = new ArrayList<>();
            for (List<Claiming> ofOne : byPacket.values()) {
                try {
                    decided.add(run(ofOne, access, waits));
                } catch (RuntimeException failure) {
                    ofOne.forEach(claim -> claim.outcome().completeExceptionally(failure));
                }
            }
            return decided;
        }
    }

    private Decided run(List<Claiming> claims, @Nullable Map<UUID, Access> access, boolean waits) {
        Decided decided = transaction.run(claims, access, waits);
        if (!waits) {
            claims.forEach(claim -> held.invalidateAll(List.of(claim.packet(), claim.user())));
            decided.held().forEach(id -> held.put(id, true));
        }
        return decided;
    }

    private void openWallets(Collection<Claiming> claims) {
        List<UUID> unknown = claims.stream()
                .map(Claiming::user)
                .distinct()
                .filter(user -> wallets.getIfPresent(user) == null)
                .toList();
        if (!unknown.isEmpty()) {
            ledger.openWallets(unknown);
            unknown.forEach(user -> wallets.put(user, true));
        }
    }

    private static Set<UUID> packetsOf(List<Claiming> claims) {
        return claims.stream().map(Claiming::packet).collect(Collectors.toSet());
    }
}
