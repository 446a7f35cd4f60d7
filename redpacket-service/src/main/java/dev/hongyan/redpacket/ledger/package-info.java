/// The double-entry ledger, and the one way to move money: {@link dev.hongyan.redpacket.ledger.Ledger#post}.
///
/// A movement has postings that sum to 0, and a business key (subject, kind, party) that makes it unique. Wallets and
/// escrows have a row with a balance that is never below 0; the operator's float and suspense have none, theirs
/// is the sum of their postings. Postings are never changed: a trigger refuses it, and the right to is revoked.
///
/// Order of locks: the packet, the transfer or the payment first, then accounts in the order of their ids, then the
/// rest.
/// The verifier recomputes balances from postings all the time, proves that they sum to 0, and stops payouts when not.
@NullMarked
package dev.hongyan.redpacket.ledger;

import org.jspecify.annotations.NullMarked;
