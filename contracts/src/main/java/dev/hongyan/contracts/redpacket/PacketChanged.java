package dev.hongyan.contracts.redpacket;

import java.time.Instant;
import java.util.UUID;

/// A red packet was made, came into its conversation, was claimed from, or is over; carries its state.
///
/// @param version      of the packet's row
/// @param total        fen
/// @param claimedTotal fen
public record PacketChanged(
        UUID packet,
        long version,
        UUID conversation,
        UUID sender,
        PacketKind kind,
        PacketState state,
        long total,
        String currency,
        int count,
        int claimedCount,
        long claimedTotal,
        Instant expiresAt)
        implements RedPacketEvent {}
