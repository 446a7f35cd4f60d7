package dev.hongyan.redpacket.packet;

import dev.hongyan.contracts.redpacket.PacketChanged;
import dev.hongyan.contracts.redpacket.PacketKind;
import dev.hongyan.contracts.redpacket.PacketState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A red packet as its row has it. Amounts are in fen.
///
/// @param direct     whether only two take part in the conversation
/// @param recipient  of an exclusive one
/// @param refunded   what has gone back to the sender
/// @param seed       of the draw, encrypted
/// @param message    id of the message that shows it
@SuppressWarnings("ArrayRecordComponent") // never compared
record Packet(
        UUID id,
        UUID conversation,
        boolean direct,
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
        byte[] seed,
        String commitment,
        UUID message,
        long version,
        Instant fundedAt,
        Instant expiresAt,
        Instant updatedAt) {

    /// What is still in escrow.
    long left() {
        return total - claimedTotal - refunded;
    }

    /// Whether that user may open it at all; a sender opens his packet in a group, never in a direct conversation.
    boolean isFor(UUID user) {
        return recipient != null ? recipient.equals(user) : !(direct && sender.equals(user));
    }

    /// Its state at that moment of the database's clock: whose time is over has expired, whether a sweeper was there or
    /// not.
    PacketState stateAt(Instant now) {
        return state == PacketState.ACTIVE && !now.isBefore(expiresAt) ? PacketState.EXPIRED : state;
    }

    /// Whether nothing about it will change.
    boolean isFinal() {
        return switch (state) {
            case FINISHED, REFUNDED, VOID -> true;
            case PENDING, ACTIVE, EXPIRED -> false;
        };
    }

    /// Whether the draw is shown.
    boolean isRevealed() {
        return state == PacketState.FINISHED || state == PacketState.REFUNDED;
    }

    /// The same after a change of state.
    Packet with(PacketState next, long nextVersion) {
        return with(next, claimedCount, claimedTotal, refunded, nextVersion);
    }

    /// The same after a change.
    Packet with(PacketState next, int count, long claimed, long back, long nextVersion) {
        return new Packet(
                id,
                conversation,
                direct,
                sender,
                kind,
                total,
                this.count,
                currency,
                greeting,
                recipient,
                next,
                count,
                claimed,
                back,
                seed,
                commitment,
                message,
                nextVersion,
                fundedAt,
                expiresAt,
                updatedAt);
    }

    PacketChanged changed() {
        return new PacketChanged(
                id,
                version,
                conversation,
                sender,
                kind,
                state,
                total,
                currency,
                count,
                claimedCount,
                claimedTotal,
                expiresAt);
    }
}
