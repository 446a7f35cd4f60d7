package dev.hongyan.redpacket.transfer;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.redpacket.TransferState;
import dev.hongyan.kit.database.Versions;
import dev.hongyan.kit.outbox.Outbox;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.redpacket.ledger.Ledger;
import dev.hongyan.redpacket.ledger.Movement;
import dev.hongyan.redpacket.ledger.SetAside;
import dev.hongyan.redpacket.talk.SelfLines;
import dev.hongyan.redpacket.wallet.Idempotency;
import dev.hongyan.redpacket.wallet.Limits;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Ends transfers: the money goes to the recipient or back to the sender, once. Whoever comes first, the lock of the
/// row lets one end happen.
@ApplicationScoped
class TransferEnding {
    private final TransferRepository transfers;
    private final Ledger ledger;
    private final Limits limits;
    private final SelfLines lines;
    private final Idempotency idempotency;
    private final SetAside setAside;
    private final Outbox outbox;
    private final Versions versions;

    @Inject
    TransferEnding(
            TransferRepository transfers,
            Ledger ledger,
            Limits limits,
            SelfLines lines,
            Idempotency idempotency,
            SetAside setAside,
            Outbox outbox,
            Versions versions) {
        this.transfers = transfers;
        this.ledger = ledger;
        this.limits = limits;
        this.lines = lines;
        this.idempotency = idempotency;
        this.setAside = setAside;
        this.outbox = outbox;
        this.versions = versions;
    }

    /// The recipient accepts it or gives it back. Refusals: `not-found`, `not-the-recipient`, `already-answered`,
    /// `transfer-expired`, `account-frozen`.
    Transfer answer(UUID id, UUID user, TransferState answer) {
        ledger.openWallets(List.of(user));
        return QuarkusTransaction.requiringNew().call(() -> {
            Transfer transfer = transfers
                    .lock(id)
                    .filter(each ->
                            each.recipient().equals(user) || each.sender().equals(user))
                    .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
            if (!transfer.recipient().equals(user)) {
                throw new ProblemException(ProblemCode.NOT_THE_RECIPIENT);
            }
            if (transfer.state() == answer) {
                return transfer;
            }
            return switch (transfer.state()) {
                case PENDING -> throw new ProblemException(ProblemCode.UNAVAILABLE);
                case ACCEPTED, RETURNED -> throw new ProblemException(ProblemCode.ALREADY_ANSWERED);
                case EXPIRED, VOID -> throw new ProblemException(ProblemCode.TRANSFER_EXPIRED);
                case WAITING -> end(transfer, answer);
            };
        });
    }

    /// Ends one that is due, or sets it aside; false when there is none. Others may do the same at once.
    boolean expireOne() {
        List<UUID> taken = new ArrayList<>();
        try {
            QuarkusTransaction.requiringNew()
                    .run(() -> transfers.lockDue(setAside.ids()).ifPresent(transfer -> {
                        taken.add(transfer.id());
                        end(transfer, TransferState.EXPIRED);
                    }));
        } catch (RuntimeException e) {
            if (taken.isEmpty()) {
                throw e;
            }
            setAside.add("transfer", taken.getFirst(), e);
        }
        return !taken.isEmpty();
    }

    /// Ends a pending one whose message will not come; any other stays as it is.
    Transfer makeVoid(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Transfer transfer = transfers.lock(id).orElseThrow();
            if (transfer.state() != TransferState.PENDING) {
                return transfer;
            }
            idempotency.release(id);
            return end(transfer, TransferState.VOID);
        });
    }

    private Transfer end(Transfer transfer, TransferState state) {
        UUID id = transfer.id();
        UUID to = state == TransferState.ACCEPTED ? transfer.recipient() : transfer.sender();
        Ledger.Locked books = ledger.lock(List.of(id, to));
        books.requireRunning();
        boolean late = !books.now().isBefore(transfer.expiresAt());
        if (late && (state == TransferState.ACCEPTED || state == TransferState.RETURNED)) {
            throw new ProblemException(ProblemCode.TRANSFER_EXPIRED);
        }
        if (state == TransferState.ACCEPTED) {
            limits.requireUnfrozen(books.account(to));
        }
        if (books.account(id).balance() != transfer.amount()) {
            throw new IllegalStateException("escrow of transfer " + id + " differs");
        }
        Movement.Kind kind =
                state == TransferState.ACCEPTED ? Movement.Kind.TRANSFER_ACCEPT : Movement.Kind.TRANSFER_RETURN;
        ledger.post(List.of(new Movement(id, kind, to, id, to, transfer.amount())));
        Transfer ended = transfers.update(id, state, versions.next(transfer.version()));
        lines.add(lines(ended));
        outbox.append(ended.changed());
        return ended;
    }

    private static List<SelfLines.Line> lines(Transfer transfer) {
        Map<String, ?> details = Map.of(
                "transfer",
                transfer.id(),
                "conversation",
                transfer.conversation(),
                "state",
                transfer.state().wireName(),
                "from",
                transfer.sender(),
                "to",
                transfer.recipient(),
                "amount",
                transfer.amount(),
                "currency",
                transfer.currency());
        List<SelfLines.Line> lines = new ArrayList<>();
        lines.add(new SelfLines.Line(transfer.sender(), transfer.id(), "transfer-ended", details));
        if (transfer.state() != TransferState.VOID) {
            lines.add(new SelfLines.Line(transfer.recipient(), transfer.id(), "transfer-ended", details));
        }
        return lines;
    }
}
