package dev.hongyan.redpacket.packet;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.redpacket.PacketKind;
import dev.hongyan.contracts.redpacket.PacketState;
import dev.hongyan.kit.database.Versions;
import dev.hongyan.kit.outbox.Outbox;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.redpacket.draw.Draw;
import dev.hongyan.redpacket.draw.Seeds;
import dev.hongyan.redpacket.ledger.Ledger;
import dev.hongyan.redpacket.ledger.Movement;
import dev.hongyan.redpacket.talk.Access;
import dev.hongyan.redpacket.talk.Conversations;
import dev.hongyan.redpacket.wallet.Check;
import dev.hongyan.redpacket.wallet.Idempotency;
import dev.hongyan.redpacket.wallet.Limits;
import dev.hongyan.redpacket.wallet.MoneyConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes and shows packets.
@ApplicationScoped
class PacketService {
    private final PacketRepository packets;
    private final PacketConfig config;
    private final MoneyConfig money;
    private final Seeds seeds;
    private final Ledger ledger;
    private final Limits limits;
    private final Idempotency idempotency;
    private final Conversations conversations;
    private final Announcement announcement;
    private final Outbox outbox;
    private final Versions versions;

    @Inject
    PacketService(
            PacketRepository packets,
            PacketConfig config,
            MoneyConfig money,
            Seeds seeds,
            Ledger ledger,
            Limits limits,
            Idempotency idempotency,
            Conversations conversations,
            Announcement announcement,
            Outbox outbox,
            Versions versions) {
        this.packets = packets;
        this.config = config;
        this.money = money;
        this.seeds = seeds;
        this.ledger = ledger;
        this.limits = limits;
        this.idempotency = idempotency;
        this.conversations = conversations;
        this.announcement = announcement;
        this.outbox = outbox;
        this.versions = versions;
    }

    /// Makes a packet: its money goes into escrow, then its message into the conversation. Refusals: those of a message
    /// (`not-a-member`, `muted` …), `insufficient-funds`, `daily-limit-reached`, `account-frozen`.
    Idempotency.Earlier create(Idempotency.Call call, NewPacket command) {
        UUID sender = call.owner();
        List<UUID> concerned = command.recipient() == null ? List.of(sender) : List.of(sender, command.recipient());
        Access access = conversations.access(command.conversation(), concerned);
        access.requireWriter(sender);
        check(command, sender, access);
        ledger.openWallets(List.of(sender));
        UUID id = Ids.v7();
        Packet packet = QuarkusTransaction.requiringNew().call(() -> fund(call, id, command, access.isDirect()));
        return packet == null ? repeat(call, idempotency.first(call)) : announce(call, packet);
    }

    /// What an earlier call with the same key has made.
    Idempotency.Earlier repeat(Idempotency.Call call, Idempotency.Earlier earlier) {
        if (earlier.answer() != null) {
            return earlier;
        }
        Packet packet = packets.find(earlier.subject()).orElseThrow();
        return announce(call, packet);
    }

    private Idempotency.Earlier announce(Idempotency.Call call, Packet packet) {
        Announcement.Result result = packet.state() == PacketState.PENDING
                ? announcement.attempt(packet)
                : new Announcement.Result(packet, null);
        Access.Refusal refusal = result.refusal();
        if (refusal != null) {
            throw refusal.exception();
        }
        if (result.packet().state() == PacketState.VOID) {
            throw new ProblemException(ProblemCode.UNAVAILABLE);
        }
        PacketView view = PacketView.of(result.packet(), result.packet().state());
        return idempotency.answered(call, packet.id(), 201, view);
    }

    private void check(NewPacket command, UUID sender, Access access) {
        Check check = new Check();
        boolean direct = access.isDirect();
        check.that(direct || "group".equals(access.kind()), "conversation", "conversation.kind");
        check.that(command.count() <= (direct ? 1 : access.memberCount()), "count", "value.range");
        UUID recipient = command.recipient();
        if (recipient != null) {
            check.that(!recipient.equals(sender), "recipient", "user.self");
            check.that(access.members().contains(recipient), "recipient", "recipient.member");
        }
        check.end();
    }

    /// Null when somebody who asks for the same was faster.
    private @Nullable Packet fund(Idempotency.Call call, UUID id, NewPacket command, boolean direct) {
        if (!idempotency.take(call, id)) {
            return null;
        }
        UUID sender = call.owner();
        ledger.openEscrow(id);
        Ledger.Locked books = ledger.lock(List.of(sender, id));
        books.requireRunning();
        limits.requireSend(books.account(sender), command.total());
        byte[] seed = seeds.next();
        Packet draft = draft(id, sender, command, direct, seed);
        Packet packet = packets.insert(draft, config.life());
        ledger.post(List.of(new Movement(id, Movement.Kind.PACKET_CREATE, sender, sender, id, command.total())));
        outbox.append(packet.changed());
        return packet;
    }

    private Packet draft(UUID id, UUID sender, NewPacket command, boolean direct, byte[] seed) {
        return new Packet(
                id,
                command.conversation(),
                direct,
                sender,
                command.kind(),
                command.total(),
                command.count(),
                money.currency(),
                command.greeting(),
                command.recipient(),
                PacketState.PENDING,
                0,
                0,
                0,
                seeds.encrypt(id, seed),
                Draw.commitment(seed, id),
                Ids.v7(),
                versions.first(),
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    /// A packet with its claims, for its sender, those who have claimed, and the members of its conversation.
    PacketDetails get(UUID id, UUID user) {
        Packet packet = packets.find(id).orElseThrow(() -> new ProblemException(ProblemCode.NOT_A_MEMBER));
        // Some may have been added since.
        List<Claim> claims =
                packets.claims(id).stream().limit(packet.claimedCount()).toList();
        boolean involved = packet.sender().equals(user)
                || claims.stream().anyMatch(claim -> claim.user().equals(user));
        if (!involved
                && !conversations
                        .access(packet.conversation(), List.of(user))
                        .members()
                        .contains(user)) {
            throw new ProblemException(ProblemCode.NOT_A_MEMBER);
        }
        Optional<Claim> luckiest = luckiest(packet, claims);
        List<PacketDetails.ClaimView> views = claims.stream()
                .map(claim -> new PacketDetails.ClaimView(
                        claim.user(),
                        claim.amount(),
                        claim.claimedAt(),
                        luckiest.filter(claim::equals).isPresent()))
                .toList();
        String seed = packet.isRevealed() ? HexFormat.of().formatHex(seeds.decrypt(id, packet.seed())) : null;
        return PacketDetails.of(PacketView.of(packet, packet.stateAt(packets.now())), views, seed);
    }

    /// The largest share of a finished lucky packet with two or more claims; the first to reach it on a tie.
    private static Optional<Claim> luckiest(Packet packet, List<Claim> claims) {
        if (packet.kind() != PacketKind.LUCKY || packet.state() != PacketState.FINISHED || claims.size() < 2) {
            return Optional.empty();
        }
        return claims.stream().reduce((best, next) -> next.amount() > best.amount() ? next : best);
    }
}
