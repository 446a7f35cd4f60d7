package dev.hongyan.contracts.redpacket;

import java.time.Instant;
import java.util.UUID;

/// Money was sent from one person to another, accepted or given back; carries its state.
///
/// @param version of the transfer's row
/// @param amount  fen
public record TransferChanged(
        UUID transfer,
        long version,
        UUID conversation,
        UUID from,
        UUID to,
        TransferState state,
        long amount,
        String currency,
        Instant expiresAt)
        implements RedPacketEvent {}
