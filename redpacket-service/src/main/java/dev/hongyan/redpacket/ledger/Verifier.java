package dev.hongyan.redpacket.ledger;

import dev.hongyan.redpacket.sql.Sql;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Recomputes the books from the postings, all the time: in each look that all accounts together sum to 0, and in
/// rounds
/// over all accounts that every balance is the sum of its postings, and that what packets and transfers say they hold
/// is
/// in their escrows. A mismatch stops payouts, not chat, until an operator lets them go on.
@ApplicationScoped
public class Verifier {
    private static final Logger LOG = Logger.getLogger(Verifier.class);
    private static final int ACCOUNTS_AT_ONCE = 2_000;
    private static final UUID LOWEST = new UUID(0, 0);
    private static final String TOTALS = """
            select
              (select coalesce(sum(balance), 0) from account where kind = 'wallet') as wallets,
              (select coalesce(sum(balance), 0) from account where kind = 'escrow') as escrow,
              (select coalesce(sum(amount), 0) from posting where account = ?) as float,
              (select coalesce(sum(amount), 0) from posting where account = ?) as suspense""";
    /// Escrows that hold something have a packet or transfer that says so; those that hold nothing, one that says that.
    private static final String SLICE = """
            select a.id, a.balance, coalesce((select sum(amount) from posting p where p.account = a.id), 0) as posted,
              case when a.kind = 'wallet' then a.balance else coalesce(
                (select total - claimed_total - refunded from packet k where k.id = a.id),
                (select case when state in ('pending', 'waiting') then amount else 0 end from transfer t where t.id = a.id),
                0) end as said
            from account a where a.id > ? order by a.id limit ?""";
    private static final String NOTE = """
            update verification set float_balance = ?, suspense_balance = ?, wallets = ?, escrow = ?,
              mismatches = mismatches + ?, stopped = stopped or ?, detail = coalesce(?, detail),
              checked_at = clock_timestamp(), position = ?, rounds = rounds + ?,
              round_ended_at = case when ? > 0 then clock_timestamp() else round_ended_at end""";
    private static final String TRY_LOCK = "select pg_try_advisory_xact_lock(hashtext('verifier'))";
    private static final String STATE = "select * from verification";

    private final Sql sql;
    private final Audit audit;
    private volatile boolean stopped;
    private volatile long rounds;

    /// What has been found last.
    ///
    /// @param stopped     whether payouts are stopped
    /// @param floatAmount the operator's money: −(wallets + escrow + suspense)
    /// @param detail      of the last mismatch
    /// @param rounds      how often all accounts have been looked at
    public record State(
            boolean stopped,
            long floatAmount,
            long suspense,
            long wallets,
            long escrow,
            long mismatches,
            @Nullable String detail,
            @Nullable Instant checkedAt,
            long rounds,
            @Nullable Instant roundEndedAt) {}

    private record Totals(long wallets, long escrow, long floatAmount, long suspense) {
        long sum() {
            return wallets + escrow + floatAmount + suspense;
        }
    }

    private record Found(UUID account, long balance, long posted, long said) {
        boolean agrees() {
            return balance == posted && balance == said;
        }

        @Override
        public String toString() {
            return "account " + account + " has " + balance + ", posted " + posted + ", said " + said;
        }
    }

    @Inject
    Verifier(Sql sql, Audit audit, MeterRegistry metrics) {
        this.sql = sql;
        this.audit = audit;
        metrics.gauge("im_ledger_stopped", this, verifier -> verifier.stopped ? 1 : 0);
        metrics.gauge("im_ledger_rounds", this, verifier -> verifier.rounds);
    }

    /// What has been found last, by whatever instance.
    public State state() {
        return sql.one(
                row -> new State(
                        row.getBoolean("stopped"),
                        row.getLong("float_balance"),
                        row.getLong("suspense_balance"),
                        row.getLong("wallets"),
                        row.getLong("escrow"),
                        row.getLong("mismatches"),
                        row.getString("detail"),
                        Sql.instantOrNull(row, "checked_at"),
                        row.getLong("rounds"),
                        Sql.instantOrNull(row, "round_ended_at")),
                STATE);
    }

    /// Lets payouts go on; the next look stops them again if the books still do not agree.
    public void resume() {
        sql.update("update verification set stopped = false, detail = null");
        stopped = false;
    }

    /// Looks at all accounts from the first to the last.
    public void verifyAll() {
        long before = state().rounds();
        sql.update("update verification set position = ?", LOWEST);
        while (state().rounds() == before) {
            verify();
        }
    }

    @Scheduled(every = "{hongyan.ledger.verify-every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void verifyOnTime() {
        try {
            verify();
        } catch (RuntimeException e) {
            LOG.warnf("books not looked at, cause=%s", e.toString());
        }
    }

    /// One look, in one snapshot: a transaction that moves money is seen as a whole or not at all.
    private void verify() {
        boolean mismatch = QuarkusTransaction.requiringNew().call(() -> {
            sql.update("set transaction isolation level repeatable read");
            if (!sql.one(row -> row.getBoolean(1), TRY_LOCK)) {
                return false; // Another instance is at it.
            }
            UUID position = sql.one(row -> Sql.id(row, "position"), STATE);
            Totals totals = totals();
            List<Found> slice = slice(position);
            List<Found> wrong = slice.stream().filter(found -> !found.agrees()).toList();
            note(totals, slice, wrong);
            return totals.sum() != 0 || !wrong.isEmpty();
        });
        State state = state();
        stopped = state.stopped();
        rounds = state.rounds();
        if (mismatch) {
            LOG.errorf("the books do not agree, payouts are stopped: %s", state.detail());
        }
    }

    private void note(Totals totals, List<Found> slice, List<Found> wrong) {
        boolean unequal = totals.sum() != 0;
        boolean last = slice.size() < ACCOUNTS_AT_ONCE;
        String detail = wrong.isEmpty()
                ? unequal ? "all accounts sum to " + totals.sum() : null
                : wrong.stream().limit(3).map(Found::toString).collect(Collectors.joining("; "));
        if (detail != null && !sql.one(row -> row.getBoolean("stopped"), STATE)) {
            audit.note(null, "payouts-stopped", null, "", detail);
        }
        sql.update(
                NOTE,
                totals.floatAmount(),
                totals.suspense(),
                totals.wallets(),
                totals.escrow(),
                wrong.size() + (unequal ? 1 : 0),
                detail != null,
                detail,
                last ? LOWEST : slice.getLast().account(),
                last ? 1 : 0,
                last ? 1 : 0);
    }

    private Totals totals() {
        return sql.one(
                row -> new Totals(
                        row.getLong("wallets"), row.getLong("escrow"), row.getLong("float"), row.getLong("suspense")),
                TOTALS,
                Account.FLOAT,
                Account.SUSPENSE);
    }

    private List<Found> slice(UUID after) {
        return sql.list(
                row -> new Found(Sql.id(row, "id"), row.getLong("balance"), row.getLong("posted"), row.getLong("said")),
                SLICE,
                after,
                ACCOUNTS_AT_ONCE);
    }
}
