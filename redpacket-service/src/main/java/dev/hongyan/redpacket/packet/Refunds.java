package dev.hongyan.redpacket.packet;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.redpacket.PacketState;
import dev.hongyan.kit.database.Versions;
import dev.hongyan.kit.outbox.Outbox;
import dev.hongyan.redpacket.ledger.Ledger;
import dev.hongyan.redpacket.ledger.Movement;
import dev.hongyan.redpacket.ledger.SetAside;
import dev.hongyan.redpacket.sql.Sql;
import dev.hongyan.redpacket.talk.SelfLines;
import dev.hongyan.redpacket.wallet.Idempotency;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// Gives back what is left of packets that are over. The same order of locks as claims: the packets, then the accounts;
/// so of a claim and a refund that meet one comes first and the other one sees what it did.
@ApplicationScoped
class Refunds {
    private static final int AT_ONCE = 100;

    private final Sql sql;
    private final PacketRepository packets;
    private final Ledger ledger;
    private final SelfLines lines;
    private final Idempotency idempotency;
    private final SetAside setAside;
    private final Outbox outbox;
    private final Versions versions;

    @Inject
    Refunds(
            Sql sql,
            PacketRepository packets,
            Ledger ledger,
            SelfLines lines,
            Idempotency idempotency,
            SetAside setAside,
            Outbox outbox,
            Versions versions) {
        this.sql = sql;
        this.packets = packets;
        this.ledger = ledger;
        this.lines = lines;
        this.idempotency = idempotency;
        this.setAside = setAside;
        this.outbox = outbox;
        this.versions = versions;
    }

    /// Ends a pending packet whose message will not come. One that is not pending any more stays as it is.
    Packet makeVoid(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Packet packet = packets.lock(List.of(id)).getFirst();
            if (packet.state() != PacketState.PENDING) {
                return packet;
            }
            idempotency.release(id);
            return giveBack(List.of(packet), PacketState.VOID).getFirst();
        });
    }

    /// Marks packets as expired and answers how many. Others may do the same at once: each packet is taken by one.
    int expire() {
        return end(PacketState.ACTIVE, AT_ONCE, due -> {
            List<Packet> expired = due.stream()
                    .map(packet -> packet.with(PacketState.EXPIRED, versions.next(packet.version())))
                    .toList();
            packets.update(expired);
            tell(expired);
            return expired;
        });
    }

    /// Gives back what expired packets hold and answers how many.
    int refund() {
        return end(PacketState.EXPIRED, AT_ONCE, due -> giveBack(due, PacketState.REFUNDED));
    }

    /// Together; when that fails one by one, and the one that fails by itself is set aside.
    private int end(PacketState state, int most, UnaryOperator<List<Packet>> step) {
        List<UUID> taken = new ArrayList<>();
        try {
            return QuarkusTransaction.requiringNew().call(() -> {
                if (most == 1) {
                    // Some of them wait for a row that somebody holds.
                    sql.update("set local lock_timeout = '100ms'");
                }
                List<Packet> due = packets.lockDue(state, most, setAside.ids());
                due.forEach(packet -> taken.add(packet.id()));
                return due.isEmpty() ? 0 : step.apply(due).size();
            });
        } catch (RuntimeException e) {
            if (taken.isEmpty()) {
                throw e;
            }
            if (most == 1) {
                setAside.add("packet", taken.getFirst(), e);
                return 1;
            }
            taken.forEach(_ -> end(state, 1, step));
            return taken.size();
        }
    }

    private List<Packet> giveBack(Collection<Packet> locked, PacketState state) {
        Set<UUID> accounts = new HashSet<>();
        for (Packet packet : locked) {
            accounts.add(packet.id());
            accounts.add(packet.sender());
        }
        Ledger.Locked books = ledger.lock(accounts);
        books.requireRunning();
        List<Movement> movements = new ArrayList<>();
        List<Packet> over = new ArrayList<>();
        List<SelfLines.Line> told = new ArrayList<>();
        for (Packet packet : locked) {
            long left = packet.left();
            if (books.account(packet.id()).balance() != left) {
                throw new IllegalStateException("escrow of packet " + packet.id() + " differs");
            }
            movements.add(new Movement(
                    packet.id(), Movement.Kind.PACKET_REFUND, packet.sender(), packet.id(), packet.sender(), left));
            Packet ended = packet.with(
                    state,
                    packet.claimedCount(),
                    packet.claimedTotal(),
                    packet.refunded() + left,
                    versions.next(packet.version()));
            over.add(ended);
            told.add(ended(ended));
        }
        packets.update(over);
        ledger.post(movements);
        lines.add(told);
        tell(over);
        return over;
    }

    /// The one line that a sender gets when his packet is over.
    static SelfLines.Line ended(Packet packet) {
        return new SelfLines.Line(
                packet.sender(),
                packet.id(),
                "red-packet-ended",
                Map.of(
                        "redPacket",
                        packet.id(),
                        "conversation",
                        packet.conversation(),
                        "state",
                        packet.state().wireName(),
                        "count",
                        packet.count(),
                        "claimedCount",
                        packet.claimedCount(),
                        "claimedTotal",
                        packet.claimedTotal(),
                        "refunded",
                        packet.refunded(),
                        "currency",
                        packet.currency()));
    }

    private void tell(List<Packet> changed) {
        outbox.append(changed.stream().map(Packet::changed).toArray(DomainEvent[]::new));
    }
}
