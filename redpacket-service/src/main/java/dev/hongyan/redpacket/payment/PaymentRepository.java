package dev.hongyan.redpacket.payment;

import dev.hongyan.redpacket.payment.Payment.Kind;
import dev.hongyan.redpacket.payment.Payment.State;
import dev.hongyan.redpacket.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// SQL of payments.
@ApplicationScoped
class PaymentRepository {
    private static final String INSERT = """
            insert into payment (id, owner, kind, amount, currency, provider, state)
            values (?, ?, ?, ?, ?, ?, 'pending')""";

    private final Sql sql;

    @Inject
    PaymentRepository(Sql sql) {
        this.sql = sql;
    }

    void insert(UUID id, UUID owner, Kind kind, long amount, String currency, String provider) {
        sql.update(INSERT, id, owner, kind.wireName(), amount, currency, provider);
    }

    Optional<Payment> find(UUID id) {
        return sql.find(PaymentRepository::payment, "select * from payment where id = ?", id);
    }

    Optional<Payment> lock(UUID id) {
        return sql.find(PaymentRepository::payment, "select * from payment where id = ? for no key update", id);
    }

    void settle(UUID id, String reference, State state) {
        sql.update("""
                update payment set state = ?, reference = ?, settled_at = clock_timestamp() where id = ?""", state.wireName(), reference, id);
    }

    void note(UUID id, String reference) {
        sql.update("update payment set reference = ? where id = ? and reference is null", reference, id);
    }

    /// Those that were not begun at the provider in that time.
    List<Payment> listNotBegun(Duration since, boolean incomingAlone, List<UUID> leftAlone) {
        return sql.list(PaymentRepository::payment, """
                select * from payment where state = 'pending' and reference is null
                  and (kind = 'top-up' or not ?)
                  and created_at < (select clock_timestamp()) - ? * interval '1 millisecond'
                  and id <> all(?::uuid[]) order by created_at limit 100""", incomingAlone, since.toMillis(), leftAlone);
    }

    /// Gives up top-ups that nobody has paid in that time.
    int giveUp(Duration patience) {
        return sql.update("""
                update payment set state = 'failed', settled_at = clock_timestamp()
                where state = 'pending' and kind = 'top-up'
                  and created_at < (select clock_timestamp()) - ? * interval '1 millisecond'""", patience.toMillis());
    }

    static Payment payment(ResultSet row) throws SQLException {
        return new Payment(
                Sql.id(row, "id"),
                Sql.id(row, "owner"),
                Kind.ofWireName(row.getString("kind")),
                row.getLong("amount"),
                row.getString("currency"),
                row.getString("provider"),
                row.getString("reference"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Sql.instant(row, "created_at"),
                Sql.instantOrNull(row, "settled_at"));
    }
}
