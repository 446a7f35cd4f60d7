package dev.hongyan.redpacket.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is left goes back once, and what is claimed stays claimed, whoever comes first.
@QuarkusTest
@SuppressWarnings("NullAway.Init") // injected
class ExpiryTest extends RedPacketServiceTest {
    @Inject
    Refunds refunds;

    @Test
    void whatIsLeftGoesBackOnceAndTheDrawIsShown() {
        TestUser alice = rich(1_000);
        TestUser bob = newUser();
        String id = alice.sent(group(alice, bob, newUser()), "lucky", 900, 3);
        long taken = bob.claim(id).body().path("amount").asLong();
        expire(id);

        await().atMost(Duration.ofSeconds(10)).until(() -> state(alice, id).equals("refunded"));
        assertThat(alice.balance()).isEqualTo(1_000 - taken);
        assertThat(alice.see(id).body().path("refunded").asLong()).isEqualTo(900 - taken);
        assertThat(alice.see(id).text("seed")).hasSize(64);
        assertThat(alice.claim(id).status()).isEqualTo(410);
        assertThat(bob.claim(id).status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(messages(alice.id()))
                        .singleElement()
                        .satisfies(line -> assertThat(
                                        line.path("body").path("state").asText())
                                .isEqualTo("refunded")));
        assertThat(refundsOf(id)).isEqualTo(1);
    }

    @Test
    void anExpiredPacketPaysNobodyWhetherASweeperWasThereOrNot() {
        TestUser alice = rich(10);
        String id = alice.sent(group(alice, newUser()), "lucky", 10, 1);
        expire(id);
        Answer answer = alice.claim(id);
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.problem()).isEqualTo("red-packet-expired");
        assertThat(state(alice, id)).isIn("expired", "refunded");
    }

    @Test
    void threeSweepersAtOnceRefundEachPacketOnce() {
        TestUser alice = rich(3_000);
        UUID group = group(alice, newUser());
        List<String> ids = Stream.generate(() -> alice.sent(group, "lucky", 100, 1))
                .limit(30)
                .toList();
        ids.forEach(this::expire);

        Api.together(3, () -> {
            while (refunds.expire() + refunds.refund() > 0) {
                // Until nothing is left.
            }
            return true;
        });

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(alice.balance()).isEqualTo(3_000));
        ids.forEach(id -> assertThat(refundsOf(id)).isEqualTo(1));
    }

    @Test
    void aClaimAndTheExpiryInTheSameMomentPayTheMoneyOnce() {
        for (int i = 0; i < 10; i++) {
            TestUser alice = rich(100);
            TestUser bob = newUser();
            String id = alice.sent(group(alice, bob), "lucky", 100, 1);
            execute("update packet set expires_at = clock_timestamp() + interval '5 milliseconds' where id = '" + id
                    + "'");
            ConcurrentLinkedQueue<Boolean> roles = new ConcurrentLinkedQueue<>(List.of(true, false, true, false));

            Api.together(4, () -> {
                if (Boolean.TRUE.equals(roles.poll())) {
                    return bob.claim(id).status();
                }
                return refunds.expire() + refunds.refund();
            });

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> List.of("finished", "refunded").contains(state(alice, id)));
            assertThat(alice.balance() + bob.balance()).isEqualTo(100);
            assertThat(bob.balance()).isEqualTo(state(alice, id).equals("finished") ? 100 : 0);
        }
    }

    @Test
    void theRestOfOnePacketNeverComesIntoAnother() {
        TestUser alice = rich(200);
        TestUser bob = newUser();
        UUID group = group(alice, bob);
        String first = alice.sent(group, "lucky", 100, 2);
        bob.claim(first);
        expire(first);
        String second = alice.sent(group, "equal", 100, 1);
        await().atMost(Duration.ofSeconds(10)).until(() -> state(alice, first).equals("refunded"));

        assertThat(alice.see(second).body().path("total").asLong()).isEqualTo(100);
        assertThat(bob.claim(second).body().path("amount").asLong()).isEqualTo(100);
    }

    private void expire(String id) {
        execute("update packet set expires_at = clock_timestamp() - interval '1 millisecond' where id = '" + id + "'");
    }

    private long refundsOf(String id) {
        return number("select count(*) from movement where subject = '" + id + "' and kind = 'packet:refund'");
    }

    private static String state(TestUser user, String id) {
        return user.see(id).text("state");
    }
}
