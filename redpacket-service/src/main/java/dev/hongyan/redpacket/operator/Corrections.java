package dev.hongyan.redpacket.operator;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.redpacket.ledger.Account;
import dev.hongyan.redpacket.ledger.Audit;
import dev.hongyan.redpacket.ledger.Ledger;
import dev.hongyan.redpacket.ledger.Movement;
import dev.hongyan.redpacket.sql.Sql;
import dev.hongyan.redpacket.wallet.Idempotency;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Reverses what was moved, by a movement the other way: nothing that was posted is ever changed. The money
/// goes back to who paid it, not to an escrow that is over.
@ApplicationScoped
class Corrections {
    private static final String FIND = """
            select m.kind, m.subject, m.party, p.amount, coalesce(
                (select party from movement c where c.subject = m.subject and c.kind = any(?)), m.party) as payer
            from movement m join posting p on p.movement = m.id and p.account = m.party where m.id = ?""";
    private static final List<String> MADE_BY =
            List.of(Movement.Kind.PACKET_CREATE.wireName(), Movement.Kind.TRANSFER_CREATE.wireName());

    private final Sql sql;
    private final Ledger ledger;
    private final Audit audit;
    private final Idempotency idempotency;

    /// @param amount fen
    @Schema(name = "Correction")
    record Done(long movement, UUID from, UUID to, long amount) {}

    /// @param amount points
    @Schema(name = "Grant")
    record Given(UUID id, UUID user, long amount) {}

    private record Found(String kind, UUID subject, UUID party, long amount, UUID payer) {}

    @Inject
    Corrections(Sql sql, Ledger ledger, Audit audit, Idempotency idempotency) {
        this.sql = sql;
        this.ledger = ledger;
        this.audit = audit;
        this.idempotency = idempotency;
    }

    /// Reverses a claim, an accepted transfer or a top-up, once. Refusals: `insufficient-funds`, `already-answered`.
    Done reverse(UUID operator, long movement, String reason) {
        Found found = sql.find(
                        row -> new Found(
                                row.getString("kind"),
                                Sql.id(row, "subject"),
                                Sql.id(row, "party"),
                                row.getLong("amount"),
                                Sql.id(row, "payer")),
                        FIND,
                        MADE_BY,
                        movement)
                .orElseThrow(() -> ProblemException.invalid("movement", "value.choice"));
        UUID to = payer(found);
        return QuarkusTransaction.requiringNew().call(() -> {
            UUID from = found.party();
            Ledger.Locked books = ledger.lock(Account.isSystem(to) ? List.of(from) : List.of(from, to));
            UUID subject = Ids.derived(found.subject(), "correction:" + movement);
            boolean done = sql.one(
                    row -> row.getBoolean(1), "select exists (select from movement where subject = ?)", subject);
            if (done) {
                throw new ProblemException(ProblemCode.ALREADY_ANSWERED);
            }
            if (books.account(from).balance() < found.amount()) {
                throw new ProblemException(ProblemCode.INSUFFICIENT_FUNDS);
            }
            ledger.post(List.of(new Movement(subject, Movement.Kind.CORRECTION, from, from, to, found.amount())));
            audit.note(
                    operator, "reversed", from, reason, "movement " + movement + ", " + found.amount() + " to " + to);
            return new Done(movement, from, to, found.amount());
        });
    }

    /// Gives points, which cannot be bought.
    Given grant(UUID operator, UUID user, long amount, String reason, Idempotency.Call call) {
        UUID subject = Ids.v7();
        QuarkusTransaction.requiringNew().run(() -> {
            if (idempotency.take(call, subject)) {
                ledger.lock(List.of(user)).requireRunning();
                ledger.post(List.of(new Movement(subject, Movement.Kind.GRANT, user, Account.FLOAT, user, amount)));
                audit.note(operator, "granted", user, reason, Long.toString(amount));
            }
        });
        return new Given(idempotency.find(call).orElseThrow().subject(), user, amount);
    }

    private static UUID payer(Found found) {
        boolean top = found.kind().equals(Movement.Kind.TOP_UP.wireName());
        boolean between = found.kind().equals(Movement.Kind.PACKET_CLAIM.wireName())
                || found.kind().equals(Movement.Kind.TRANSFER_ACCEPT.wireName());
        if (!top && (!between || found.payer().equals(found.party()))) {
            throw ProblemException.invalid("movement", "value.choice");
        }
        return top ? Account.FLOAT : found.payer();
    }
}
