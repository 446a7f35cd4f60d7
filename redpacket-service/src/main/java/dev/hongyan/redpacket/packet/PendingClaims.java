package dev.hongyan.redpacket.packet;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.redpacket.PacketState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Claims on packets whose message is missing. They wait here while it is brought into the conversation, once for a
/// packet at a time: a lane never waits for message-service to write.
@ApplicationScoped
class PendingClaims {
    private static final Logger LOG = Logger.getLogger(PendingClaims.class);
    private static final int MOST_CLAIMS = 1_000;
    private static final int MOST_PACKETS = 32;
    private static final Outcome FULL = new Outcome.Refused(ProblemCode.TOO_MANY_REQUESTS);
    private static final Outcome UNAVAILABLE = new Outcome.Refused(ProblemCode.UNAVAILABLE);

    private final PacketRepository packets;
    private final Announcement announcement;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, List<Claiming>> waiting = new HashMap<>();
    private int size;

    @Inject
    PendingClaims(PacketRepository packets, Announcement announcement) {
        this.packets = packets;
        this.announcement = announcement;
    }

    /// Makes these wait, or answers that they are to come again when too many do.
    ///
    /// @param again is given each claim when its packet is not pending any more
    void add(List<Claiming> claims, Consumer<Claiming> again) {
        for (Claiming claim : claims) {
            if (!offer(claim, again)) {
                claim.outcome().complete(FULL);
            }
        }
    }

    private boolean offer(Claiming claim, Consumer<Claiming> again) {
        lock.lock();
        try {
            List<Claiming> others = waiting.get(claim.packet());
            if (size >= MOST_CLAIMS || (others == null && waiting.size() >= MOST_PACKETS)) {
                return false;
            }
            waiting.computeIfAbsent(claim.packet(), _ -> new ArrayList<>()).add(claim);
            size++;
            if (others == null) {
                Thread.startVirtualThread(() -> announce(claim.packet(), again));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void announce(UUID packet, Consumer<Claiming> again) {
        boolean announced = false;
        try {
            announced = packets.find(packet)
                    .filter(found -> stateAfterAttempt(found) != PacketState.PENDING)
                    .isPresent();
        } catch (RuntimeException e) {
            LOG.warnf("packet not announced, id=%s, cause=%s", packet, e.toString());
        } finally {
            take(packet).forEach(announced ? again : claim -> claim.outcome().complete(UNAVAILABLE));
        }
    }

    private PacketState stateAfterAttempt(Packet packet) {
        return packet.state() == PacketState.PENDING
                ? announcement.attempt(packet).packet().state()
                : packet.state();
    }

    private List<Claiming> take(UUID packet) {
        lock.lock();
        try {
            List<Claiming> taken = waiting.getOrDefault(packet, List.of());
            waiting.remove(packet);
            size -= taken.size();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
