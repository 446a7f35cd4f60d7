package dev.hongyan.redpacket.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.user.UserRegistered;
import dev.hongyan.kit.outbox.EventProducer;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Wallets begin with an event, which comes once, again, or late.
@QuarkusTest
@SuppressWarnings("NullAway.Init") // injected
class WalletOpeningTest extends RedPacketServiceTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    EventProducer producer;

    @Test
    void whoRegistersHasAWallet() {
        UUID user = Ids.v7();
        publish(registered(user));
        await().atMost(SOON).until(() -> wallets(user) == 1);
    }

    @Test
    void aRepeatedEventChangesNothing() {
        TestUser alice = newUser();
        EventEnvelope event = registered(alice.id());
        publish(event);
        await().atMost(SOON).until(() -> wallets(alice.id()) == 1);
        alice.topUp(50);
        UUID last = Ids.v7();
        publish(event);
        publish(registered(alice.id()));
        publish(registered(last));
        await().atMost(SOON).until(() -> wallets(last) == 1);

        publish(event);
        assertThat(wallets(alice.id())).isEqualTo(1);
        assertThat(alice.balance()).isEqualTo(50);
    }

    @Test
    void anEventThatComesAfterTheMoneyLeavesIt() {
        TestUser alice = rich(70);
        UUID last = Ids.v7();
        publish(registered(alice.id()));
        publish(registered(last));
        await().atMost(SOON).until(() -> wallets(last) == 1);
        assertThat(alice.balance()).isEqualTo(70);
    }

    private void publish(EventEnvelope event) {
        producer.send(event).join();
    }

    private static EventEnvelope registered(UUID user) {
        return new EventEnvelope(Ids.v7(), Instant.now(), new UserRegistered(user, 1, "u" + user, "U", null));
    }

    private long wallets(UUID user) {
        return number("select count(*) from account where kind = 'wallet' and id = '" + user + "'");
    }
}
