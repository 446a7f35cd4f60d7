package dev.hongyan.redpacket.payment;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.redpacket.ledger.Audit;
import dev.hongyan.redpacket.sql.Sql;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Holds withdrawals after the database was put back to an earlier time: what was paid out since then is in the wallets
/// again, and the books cannot know. Nothing has to be written for it, so nothing can be forgotten: the generation of
/// the database was raised, and in a raised one an operator lets them go on first, who has asked the provider.
@Singleton
public class WithdrawalHold {
    private static final String RELEASED = "select exists (select from withdrawal_release where generation = ?)";
    private static final String LATEST = "select coalesce(max(generation), 0) from withdrawal_release";
    private static final String RELEASE = """
            insert into withdrawal_release (generation, operator) values (?, ?) on conflict do nothing""";

    private final Sql sql;
    private final Audit audit;
    private final long generation;
    /// Of a database that was restored, where there is a provider that pays out.
    private final boolean needed;

    private volatile boolean on;

    @Inject
    WithdrawalHold(
            Sql sql,
            Audit audit,
            PaymentConfig config,
            MeterRegistry metrics,
            @ConfigProperty(name = "hongyan.database.generation") long generation) {
        this.sql = sql;
        this.audit = audit;
        this.generation = generation;
        this.needed = generation > 0 && config.provider().isPresent();
        this.on = needed;
        metrics.gauge("im_withdrawals_held", this, hold -> hold.on ? 1 : 0);
    }

    /// With it the metric is there from the start.
    ///
    /// @throws IllegalStateException when withdrawals have been released in a later generation than this one: those
    ///     of the next restore would be taken for released
    void start(@Observes StartupEvent event) {
        long latest = sql.one(row -> row.getLong(1), LATEST);
        if (latest > generation) {
            throw new IllegalStateException("hongyan.database.generation is " + generation
                    + ", but in this database withdrawals were released in generation " + latest);
        }
    }

    /// Whether nothing is paid out for now.
    public boolean isOn() {
        on = needed && !sql.one(row -> row.getBoolean(1), RELEASED, generation);
        return on;
    }

    /// Refuses while it is on.
    void requireOff() {
        if (isOn()) {
            throw new ProblemException(ProblemCode.PAYOUTS_STOPPED);
        }
    }

    /// Lets withdrawals go on. That is audited once, and nothing happens where none are held.
    public void release(UUID operator, String reason) {
        if (isOn()) {
            QuarkusTransaction.requiringNew().run(() -> {
                if (sql.update(RELEASE, generation, operator) == 1) {
                    audit.note(operator, "withdrawals-released", null, reason, "generation " + generation);
                }
            });
        }
    }
}
