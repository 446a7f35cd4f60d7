package dev.hongyan.redpacket.packet;

import dev.hongyan.contracts.redpacket.PacketKind;
import dev.hongyan.contracts.redpacket.PacketState;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A red packet as those see it who may. Amounts are in fen.
///
/// @param recipient  who alone may open it, if it is exclusive
/// @param refunded   what has gone back to the sender
/// @param commitment SHA-256 of the seed and the id
@Schema(name = "RedPacket")
record PacketView(
        UUID id,
        UUID conversation,
        UUID sender,
        PacketKind kind,
        long total,
        int count,
        String currency,
        String greeting,
        @Nullable UUID recipient,
        PacketState state,
        int claimedCount,
        long claimedTotal,
        long refunded,
        String commitment,
        Instant createdAt,
        Instant expiresAt) {

    static PacketView of(Packet packet, PacketState state) {
        return new PacketView(
                packet.id(),
                packet.conversation(),
                packet.sender(),
                packet.kind(),
                packet.total(),
                packet.count(),
                packet.currency(),
                packet.greeting(),
                packet.recipient(),
                state,
                packet.claimedCount(),
                packet.claimedTotal(),
                packet.refunded(),
                packet.commitment(),
                packet.fundedAt(),
                packet.expiresAt());
    }
}
