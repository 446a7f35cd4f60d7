package dev.hongyan.redpacket.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.kit.testing.Api;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Where nobody has set up who pays in and out.
@QuarkusTest
@TestProfile(NoProviderTest.Unset.class)
class NoProviderTest extends RedPacketServiceTest {
    public static final class Unset implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("hongyan.payment.provider", "");
        }
    }

    @Test
    void nobodyMakesMoney() {
        TestUser alice = newUser();
        for (String path : List.of("/api/wallet/top-ups", "/api/wallet/withdrawals")) {
            assertThat(alice.once().post(path, Map.of("amount", 1)).problem()).isEqualTo("no-payment-provider");
        }
        assertThat(alice.balance()).isZero();
    }

    @Test
    void pointsAreNotGivenWhereMoneyMoves() {
        Api operator = operator().with("Idempotency-Key", UUID.randomUUID().toString());
        Map<String, Object> grant = Map.of("user", UUID.randomUUID(), "amount", 1, "reason", "x");
        assertThat(operator.post("/api/operator/money/grants", grant).status()).isEqualTo(403);
    }
}
