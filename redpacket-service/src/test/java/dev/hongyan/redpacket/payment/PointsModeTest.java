package dev.hongyan.redpacket.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Where only points are moved.
@QuarkusTest
@TestProfile(PointsModeTest.Points.class)
class PointsModeTest extends RedPacketServiceTest {
    public static final class Points implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("hongyan.money.mode", "points", "hongyan.money.currency", "XXX");
        }
    }

    @Test
    void operatorsGivePointsThatMoveAsMoneyDoes() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        UUID conversation = group(alice, bob);
        alice.send(conversation, "lucky", 100, 1).problem();
        Api operator = operator().with("Idempotency-Key", UUID.randomUUID().toString());
        Map<String, Object> grant = Map.of("user", alice.id(), "amount", 500, "reason", "welcome");

        Answer given = operator.post("/api/operator/money/grants", grant);

        assertThat(given.status()).as(given.body().toString()).isEqualTo(201);
        assertThat(operator.post("/api/operator/money/grants", grant).body()).isEqualTo(given.body());
        assertThat(alice.balance()).isEqualTo(500);
        assertThat(bob.claim(alice.sent(conversation, "lucky", 100, 1)).status())
                .isEqualTo(201);
        assertThat(bob.balance()).isEqualTo(100);
    }

    @Test
    void grantsAreForOperatorsAndForPeopleThereAre() {
        Map<String, Object> grant = Map.of("user", UUID.randomUUID(), "amount", 1, "reason", "x");
        assertThat(newUser().once().post("/api/operator/money/grants", grant).status())
                .isEqualTo(403);
        Api operator = operator().with("Idempotency-Key", UUID.randomUUID().toString());
        assertThat(operator.post("/api/operator/money/grants", grant).status()).isEqualTo(404);
        assertThat(operator.post("/api/operator/money/grants", Map.of("amount", 0, "reason", "x"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void nothingIsPaidInOrOut() {
        TestUser alice = newUser();
        for (String path : List.of("/api/wallet/top-ups", "/api/wallet/withdrawals")) {
            var answer = alice.once().post(path, Map.of("amount", 1));
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.problem()).isEqualTo("points-only");
        }
        assertThat(alice.api().get("/api/wallet").text("mode")).isEqualTo("points");
        assertThat(alice.api().get("/api/wallet").text("currency")).isEqualTo("XXX");
    }
}
