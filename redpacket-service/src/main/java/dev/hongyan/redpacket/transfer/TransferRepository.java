package dev.hongyan.redpacket.transfer;

import dev.hongyan.contracts.redpacket.TransferState;
import dev.hongyan.kit.outbox.EventSource;
import dev.hongyan.redpacket.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// SQL of transfers. All times are the database's.
@ApplicationScoped
class TransferRepository implements EventSource {
    private static final String INSERT = """
            insert into transfer (id, conversation, sender, recipient, amount, currency, note, state, message, version,
              funded_at, expires_at, updated_at)
            select ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, t.now, t.now + ? * interval '1 millisecond', t.now
            from (select clock_timestamp() as now) t returning *""";

    private final Sql sql;

    @Inject
    TransferRepository(Sql sql) {
        this.sql = sql;
    }

    Optional<Transfer> find(UUID id) {
        return sql.find(TransferRepository::transfer, "select * from transfer where id = ?", id);
    }

    List<Transfer> list(List<UUID> ids) {
        return sql.list(TransferRepository::transfer, "select * from transfer where id = any(?)", ids);
    }

    Optional<Transfer> lock(UUID id) {
        return sql.find(TransferRepository::transfer, "select * from transfer where id = ? for no key update", id);
    }

    /// A new one, pending, that is funded now.
    Transfer insert(Transfer draft, Duration life) {
        return sql.one(
                TransferRepository::transfer,
                INSERT,
                draft.id(),
                draft.conversation(),
                draft.sender(),
                draft.recipient(),
                draft.amount(),
                draft.currency(),
                draft.note(),
                draft.message(),
                draft.version(),
                life.toMillis());
    }

    Transfer update(UUID id, TransferState state, long version) {
        return sql.one(TransferRepository::transfer, """
                        update transfer set state = ?, version = ?, updated_at = clock_timestamp()
                        where id = ? returning *""", state.wireName(), version, id);
    }

    /// Those whose message is missing for so long at least, oldest first.
    List<Transfer> listPending(Duration atLeast, int limit, List<UUID> leftAlone) {
        return sql.list(TransferRepository::transfer, """
                        select * from transfer where state = 'pending'
                          and funded_at < (select clock_timestamp()) - ? * interval '1 millisecond'
                          and id <> all(?::uuid[])
                        order by funded_at limit ?""", atLeast.toMillis(), leftAlone, limit);
    }

    /// Whether it was funded longer ago than that.
    boolean isOlder(UUID id, Duration age) {
        return sql.find(
                        row -> row.getBoolean(1),
                        "select funded_at < clock_timestamp() - ? * interval '1 millisecond' from transfer where id = ?",
                        age.toMillis(),
                        id)
                .orElse(false);
    }

    /// Locks one whose time is over, one that no other sweeper holds.
    Optional<Transfer> lockDue(List<UUID> leftAlone) {
        return sql.find(TransferRepository::transfer, """
                select * from transfer where state = 'waiting' and expires_at <= (select clock_timestamp())
                  and id <> all(?::uuid[])
                order by expires_at limit 1 for no key update skip locked""", leftAlone);
    }

    @Override
    public Page changed(Span span, Instant at) {
        List<Transfer> rows = sql.list(
                TransferRepository::transfer,
                "select * from transfer where updated_at >= ? and updated_at < ? order by updated_at" + FIRST_ROWS,
                at,
                span.to());
        return Page.of(rows, transfer -> Stream.of(transfer.changed()), Transfer::updatedAt);
    }

    private static Transfer transfer(ResultSet row) throws SQLException {
        return new Transfer(
                Sql.id(row, "id"),
                Sql.id(row, "conversation"),
                Sql.id(row, "sender"),
                Sql.id(row, "recipient"),
                row.getLong("amount"),
                row.getString("currency"),
                row.getString("note"),
                TransferState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Sql.id(row, "message"),
                row.getLong("version"),
                Sql.instant(row, "funded_at"),
                Sql.instant(row, "expires_at"),
                Sql.instant(row, "updated_at"));
    }
}
