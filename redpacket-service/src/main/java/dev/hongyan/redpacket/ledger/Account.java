package dev.hongyan.redpacket.ledger;

import java.util.UUID;

/// A locked wallet or escrow.
///
/// @param balance  fen
/// @param sent     fen that have been sent today, in `sends` calls
/// @param received fen that have been received today, in `receipts` claims
public record Account(UUID id, long balance, boolean frozen, long sent, int sends, long received, int receipts) {
    /// The operator's money at the payment provider; below 0 by what users and escrows have.
    public static final UUID FLOAT = new UUID(0x7000L, 0x8000_0000_0000_0001L);
    /// Money whose owner is not settled yet, such as a withdrawal on its way.
    public static final UUID SUSPENSE = new UUID(0x7000L, 0x8000_0000_0000_0002L);

    /// Whether it is one of those that have no row.
    public static boolean isSystem(UUID id) {
        return id.equals(FLOAT) || id.equals(SUSPENSE);
    }
}
