package dev.hongyan.redpacket.wallet;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Topics;
import dev.hongyan.contracts.user.UserRegistered;
import dev.hongyan.kit.consume.EventConsumers;
import dev.hongyan.redpacket.ledger.Ledger;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/// Opens a wallet for everyone who registers. Who is faster than the event has his opened when money first moves.
@ApplicationScoped
class WalletOpening {
    private final EventConsumers consumers;
    private final Ledger ledger;

    @Inject
    WalletOpening(EventConsumers consumers, Ledger ledger) {
        this.consumers = consumers;
        this.ledger = ledger;
    }

    void start(@Observes StartupEvent event) {
        consumers.start(Topics.USER, "redpacket-service", this::apply);
    }

    private void apply(List<EventEnvelope> events) {
        List<UUID> users = events.stream()
                .map(EventEnvelope::data)
                .filter(UserRegistered.class::isInstance)
                .map(data -> ((UserRegistered) data).user())
                .distinct()
                .toList();
        if (!users.isEmpty()) {
            ledger.openWallets(users);
        }
    }
}
