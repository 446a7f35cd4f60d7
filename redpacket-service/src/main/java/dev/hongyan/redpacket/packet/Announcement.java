package dev.hongyan.redpacket.packet;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.MessageType;
import dev.hongyan.contracts.redpacket.PacketState;
import dev.hongyan.kit.database.Versions;
import dev.hongyan.kit.outbox.Outbox;
import dev.hongyan.redpacket.talk.Access;
import dev.hongyan.redpacket.talk.Conversations;
import dev.hongyan.redpacket.talk.Shown;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Brings the message of a pending packet into its conversation. Numbered makes the packet active. Refused
/// makes it void and gives the money back, and so does an attempt begun too late that does not get through:
/// the message may appear all the same then, and shows as returned.
@ApplicationScoped
class Announcement implements Shown {
    private final PacketRepository packets;
    private final PacketConfig config;
    private final Conversations conversations;
    private final Refunds refunds;
    private final Outbox outbox;
    private final Versions versions;
    private final ObjectMapper mapper;

    /// What an attempt has come to.
    ///
    /// @param refusal why the message may not be there, when the packet is void
    record Result(Packet packet, Access.@Nullable Refusal refusal) {}

    @Inject
    Announcement(
            PacketRepository packets,
            PacketConfig config,
            Conversations conversations,
            Refunds refunds,
            Outbox outbox,
            Versions versions,
            ObjectMapper mapper) {
        this.packets = packets;
        this.config = config;
        this.conversations = conversations;
        this.refunds = refunds;
        this.outbox = outbox;
        this.versions = versions;
        this.mapper = mapper;
    }

    /// One attempt, always under the same id. In no transaction.
    @Transactional(TxType.NEVER)
    Result attempt(Packet packet) {
        boolean last = packets.isOlder(packet.id(), config.pending());
        AppendAnswer answer = conversations.append(message(packet));
        return switch (answer) {
            case AppendAnswer.Stored _ -> new Result(activate(packet.id()), null);
            case AppendAnswer.Refused refused -> giveUp(packet, new Access.Refusal(refused.problem(), refused.until()));
            case AppendAnswer.Retry _ when last -> giveUp(packet, new Access.Refusal(ProblemCode.UNAVAILABLE, null));
            case AppendAnswer.Retry _ -> new Result(packet, null);
        };
    }

    @Override
    public String kind() {
        return "packet";
    }

    @Override
    public Map<UUID, Append> messages(List<UUID> ids) {
        return packets.list(ids).stream().collect(Collectors.toMap(Packet::id, this::message));
    }

    /// The message that shows the packet, always the same.
    private Append message(Packet packet) {
        var body = mapper.createObjectNode()
                .put("redPacket", packet.id().toString())
                .put("kind", packet.kind().wireName())
                .put("greeting", packet.greeting());
        return conversations.message(
                packet.conversation(), packet.message(), packet.sender(), MessageType.RED_PACKET, body);
    }

    /// No refusal when another attempt has brought the message there meanwhile.
    private Result giveUp(Packet packet, Access.Refusal refusal) {
        Packet ended = refunds.makeVoid(packet.id());
        return new Result(ended, ended.state() == PacketState.VOID ? refusal : null);
    }

    private Packet activate(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Packet packet = packets.lock(List.of(id)).getFirst();
            if (packet.state() != PacketState.PENDING) {
                return packet;
            }
            Packet active = packet.with(PacketState.ACTIVE, versions.next(packet.version()));
            packets.update(List.of(active));
            outbox.append(active.changed());
            return active;
        });
    }
}
