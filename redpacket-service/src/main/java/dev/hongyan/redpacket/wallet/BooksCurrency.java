package dev.hongyan.redpacket.wallet;

import dev.hongyan.redpacket.sql.Sql;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.ZoneId;

/// Balances bear no currency. So the service does not start on books that were begun in another one, or with points
/// where money is meant: what somebody was given for nothing could be paid out then.
@ApplicationScoped
class BooksCurrency {
    private final Sql sql;
    private final MoneyConfig config;

    private record Begun(String currency, String mode) {}

    @Inject
    BooksCurrency(Sql sql, MoneyConfig config) {
        this.sql = sql;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        var _ = ZoneId.of(config.zone());
        require(config.currency(), config.mode());
    }

    /// @throws IllegalStateException when the books were begun otherwise
    void require(String currency, MoneyConfig.Mode mode) {
        sql.update("update verification set currency = ?, mode = ? where currency is null", currency, mode.name());
        Begun begun = sql.one(
                row -> new Begun(row.getString("currency"), row.getString("mode")),
                "select currency, mode from verification");
        if (!begun.equals(new Begun(currency, mode.name()))) {
            throw new IllegalStateException(
                    "hongyan.money.currency and .mode are %s and %s, but the books were begun with %s and %s"
                            .formatted(currency, mode, begun.currency(), begun.mode()));
        }
    }
}
