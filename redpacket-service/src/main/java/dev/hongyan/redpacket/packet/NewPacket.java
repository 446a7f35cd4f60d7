package dev.hongyan.redpacket.packet;

import dev.hongyan.contracts.redpacket.PacketKind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a sender asks for, each member within its bounds.
///
/// @param total fen
record NewPacket(
        UUID conversation,
        PacketKind kind,
        long total,
        int count,
        String greeting,
        @Nullable UUID recipient) {}
