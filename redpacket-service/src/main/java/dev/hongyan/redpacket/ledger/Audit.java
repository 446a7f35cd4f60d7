package dev.hongyan.redpacket.ledger;

import dev.hongyan.redpacket.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What operators did, and what happened that one of them should look at. Written with the change that it tells of.
@ApplicationScoped
public class Audit {
    private final Sql sql;

    @Inject
    Audit(Sql sql) {
        this.sql = sql;
    }

    /// Adds a line, in the running transaction if there is one.
    ///
    /// @param actor  the operator; null when the system itself noticed something
    /// @param reason in the operator's words
    public void note(@Nullable UUID actor, String action, @Nullable UUID subject, String reason, String detail) {
        sql.update(
                "insert into audit (actor, action, subject, reason, detail) values (?, ?, ?, ?, ?)",
                actor,
                action,
                subject,
                reason,
                detail);
    }
}
