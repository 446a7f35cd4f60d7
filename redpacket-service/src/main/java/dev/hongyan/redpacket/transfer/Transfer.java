package dev.hongyan.redpacket.transfer;

import dev.hongyan.contracts.redpacket.TransferChanged;
import dev.hongyan.contracts.redpacket.TransferState;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Money from one person to another, as its row has it.
///
/// @param amount  fen
/// @param message id of the message that shows it
record Transfer(
        UUID id,
        UUID conversation,
        UUID sender,
        UUID recipient,
        long amount,
        String currency,
        String note,
        TransferState state,
        UUID message,
        long version,
        Instant fundedAt,
        Instant expiresAt,
        Instant updatedAt) {

    /// As its two people see it.
    ///
    /// @param endedAt null while it is open
    @Schema(name = "Transfer")
    record View(
            UUID id,
            UUID conversation,
            UUID from,
            UUID to,
            long amount,
            String currency,
            String note,
            TransferState state,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant endedAt) {}

    /// Whether nothing about it will change.
    boolean isFinal() {
        return state != TransferState.PENDING && state != TransferState.WAITING;
    }

    View view() {
        return new View(
                id,
                conversation,
                sender,
                recipient,
                amount,
                currency,
                note,
                state,
                fundedAt,
                expiresAt,
                isFinal() ? updatedAt : null);
    }

    TransferChanged changed() {
        return new TransferChanged(id, version, conversation, sender, recipient, state, amount, currency, expiresAt);
    }
}
