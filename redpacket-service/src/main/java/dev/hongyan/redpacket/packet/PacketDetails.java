package dev.hongyan.redpacket.packet;

import dev.hongyan.contracts.redpacket.PacketKind;
import dev.hongyan.contracts.redpacket.PacketState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A red packet with its claims, in their order, and when it is over the seed that proves the draw.
///
/// @param seed  64 hex digits once it is finished or refunded
@Schema(name = "RedPacketDetails")
record PacketDetails(
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
        Instant expiresAt,
        List<ClaimView> claims,
        @Nullable String seed) {

    /// @param luckiest whether it is the largest share of a finished lucky packet, the first of several
    @Schema(name = "RedPacketClaimInList")
    record ClaimView(UUID user, long amount, Instant claimedAt, boolean luckiest) {}

    static PacketDetails of(PacketView packet, List<ClaimView> claims, @Nullable String seed) {
        return new PacketDetails(
                packet.id(),
                packet.conversation(),
                packet.sender(),
                packet.kind(),
                packet.total(),
                packet.count(),
                packet.currency(),
                packet.greeting(),
                packet.recipient(),
                packet.state(),
                packet.claimedCount(),
                packet.claimedTotal(),
                packet.refunded(),
                packet.commitment(),
                packet.createdAt(),
                packet.expiresAt(),
                claims,
                seed);
    }
}
