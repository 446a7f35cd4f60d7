package dev.hongyan.redpacket.ledger;

import java.util.UUID;

/// Money that goes from one account to another, once: `subject`, `kind` and `party` name it for ever.
///
/// @param subject what it belongs to, such as a packet
/// @param party   the user whom it concerns
/// @param amount  fen
public record Movement(UUID subject, Kind kind, UUID party, UUID from, UUID to, long amount) {
    /// Why money moves.
    public enum Kind {
        PACKET_CREATE("packet:create", true),
        PACKET_CLAIM("packet:claim", true),
        PACKET_REFUND("packet:refund", false),
        TRANSFER_CREATE("transfer:create", true),
        TRANSFER_ACCEPT("transfer:accept", false),
        TRANSFER_RETURN("transfer:return", false),
        TOP_UP("top-up", false),
        WITHDRAWAL("withdrawal", false),
        WITHDRAWAL_PAID("withdrawal:paid", false),
        WITHDRAWAL_FAILED("withdrawal:failed", false),
        CORRECTION("correction", false),
        GRANT("grant", false);

        private final String wireName;
        private final boolean limited;

        Kind(String wireName, boolean limited) {
            this.wireName = wireName;
            this.limited = limited;
        }

        /// The name in the database and in a wallet's entries.
        public String wireName() {
            return wireName;
        }

        /// Whether it counts towards what a user may send and receive in a day.
        boolean limited() {
            return limited;
        }
    }

    public Movement {
        if (amount <= 0) {
            throw new IllegalArgumentException("an amount is above 0");
        }
        if (from.equals(to)) {
            throw new IllegalArgumentException("money moves between two accounts");
        }
    }
}
