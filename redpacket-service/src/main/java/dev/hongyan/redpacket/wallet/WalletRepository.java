package dev.hongyan.redpacket.wallet;

import dev.hongyan.redpacket.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// SQL of what a user sees of his wallet.
@ApplicationScoped
class WalletRepository {
    private static final String ENTRIES = """
            select m.id, m.kind, m.subject, p.amount, m.at from posting p join movement m on m.id = p.movement
            where p.account = ? and p.movement < ? and (?::text is null or m.kind = ?)
              and (?::int is null or sign(p.amount) = ?)
              and (?::timestamptz is null or m.at >= ?) and (?::timestamptz is null or m.at < ?)
            order by p.movement desc limit ?""";
    private static final String STATEMENT = """
            select * from (
              select m.id, m.kind, m.subject, m.at, p.amount, sum(p.amount) over (order by p.movement) as balance
              from posting p join movement m on m.id = p.movement where p.account = ? and m.at < ?) as upto
            where at >= ? order by id""";

    private final Sql sql;

    /// @param amount fen, below 0 for what went out
    /// @param subject the packet, transfer or payment
    @Schema(name = "WalletEntry")
    record Entry(long id, String kind, long amount, UUID subject, Instant at) {}

    /// @param balance after it
    record StatementLine(Entry entry, long balance) {}

    /// @param direction 1 for what came in, -1 for what went out, null for both
    record Filter(
            @Nullable String kind,
            @Nullable Integer direction,
            @Nullable Instant from,
            @Nullable Instant to) {}

    @Inject
    WalletRepository(Sql sql) {
        this.sql = sql;
    }

    /// The balance, and whether the wallet is frozen; null when there is none yet.
    @Nullable
    Wallet find(UUID user) {
        return sql.find(
                        row -> new Wallet(row.getLong("balance"), row.getBoolean("frozen")),
                        "select balance, frozen from account where id = ?",
                        user)
                .orElse(null);
    }

    record Wallet(long balance, boolean frozen) {}

    /// Newest first.
    List<Entry> entries(UUID user, long before, Filter filter, int limit) {
        return sql.list(
                row -> new Entry(
                        row.getLong("id"),
                        row.getString("kind"),
                        row.getLong("amount"),
                        Sql.id(row, "subject"),
                        Sql.instant(row, "at")),
                ENTRIES,
                user,
                before,
                filter.kind(),
                filter.kind(),
                filter.direction(),
                filter.direction(),
                filter.from(),
                filter.from(),
                filter.to(),
                filter.to(),
                limit);
    }

    /// Oldest first, each with the balance after it.
    List<StatementLine> statement(UUID user, Instant from, Instant to) {
        return sql.list(
                row -> new StatementLine(
                        new Entry(
                                row.getLong("id"),
                                row.getString("kind"),
                                row.getLong("amount"),
                                Sql.id(row, "subject"),
                                Sql.instant(row, "at")),
                        row.getLong("balance")),
                STATEMENT,
                user,
                to,
                from);
    }
}
