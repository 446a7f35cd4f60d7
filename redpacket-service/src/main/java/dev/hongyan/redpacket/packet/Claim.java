package dev.hongyan.redpacket.packet;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What a user has got from a packet. Never changes, and is the answer to the claim, for ever.
///
/// @param amount fen
@Schema(name = "RedPacketClaim")
record Claim(UUID redPacket, UUID user, long amount, Instant claimedAt) {}
