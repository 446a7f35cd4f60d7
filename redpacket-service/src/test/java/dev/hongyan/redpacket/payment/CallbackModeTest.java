package dev.hongyan.redpacket.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// With a provider that tells the outcome later, and a database that was restored once.
@QuarkusTest
@TestProfile(CallbackModeTest.Later.class)
@SuppressWarnings("NullAway.Init") // injected
class CallbackModeTest extends RedPacketServiceTest {
    @Inject
    PaymentService payments;

    public static final class Later implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("hongyan.payment.sandbox.mode", "callback", "hongyan.database.generation", "1");
        }
    }

    @Test
    void aTopUpWaitsForItsOutcome() {
        TestUser alice = newUser();
        Answer made = alice.once().post("/api/wallet/top-ups", Map.of("amount", 100));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("state")).isEqualTo("pending");
        assertThat(made.body().path("settledAt").isNull()).isTrue();
        assertThat(alice.balance()).isZero();
        settle(made, true);
        assertThat(alice.balance()).isEqualTo(100);
    }

    @Test
    void whatIsWithdrawnLeavesTheWalletAtOnceAndComesBackWhenItFails() {
        TestUser alice = newUser();
        settle(alice.once().post("/api/wallet/top-ups", Map.of("amount", 100)), true);
        assertThat(release().status()).isEqualTo(204);
        Answer failing = alice.once().post("/api/wallet/withdrawals", Map.of("amount", 70));
        assertThat(failing.text("state")).isEqualTo("pending");
        assertThat(alice.balance()).isEqualTo(30);
        settle(failing, false);
        settle(failing, false);
        assertThat(alice.balance()).isEqualTo(100);
        Answer paid = alice.once().post("/api/wallet/withdrawals", Map.of("amount", 70));
        settle(paid, true);
        settle(paid, false);
        assertThat(alice.balance()).isEqualTo(30);
    }

    @Test
    void afterARestoreNothingIsPaidOutUntilAnOperatorLetsIt() {
        execute("delete from withdrawal_release");
        execute("insert into withdrawal_release (generation, operator) values (0, '" + OPERATOR + "')");
        TestUser alice = newUser();
        settle(alice.once().post("/api/wallet/top-ups", Map.of("amount", 100)), true);
        String early = Ids.v7().toString();
        execute("insert into payment (id, owner, kind, amount, currency, provider, state, created_at) values ('" + early
                + "', '" + alice.id() + "', 'withdrawal', 1, 'CNY', 'sandbox', 'pending', now() - interval '1 hour')");

        Answer refused = alice.once().post("/api/wallet/withdrawals", Map.of("amount", 70));
        payments.sweep();

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.problem()).isEqualTo("payouts-stopped");
        assertThat(alice.balance()).isEqualTo(100);
        assertThat(begun(early)).isZero();
        assertThat(operator()
                        .get("/api/operator/money")
                        .body()
                        .path("withdrawalsHeld")
                        .asBoolean())
                .isTrue();
        assertThat(api().text("/q/metrics")).containsPattern("im_withdrawals_held(\\{.*})? 1\\.0");

        assertThat(release().status()).isEqualTo(204);
        assertThat(release().status()).isEqualTo(204);
        payments.sweep();

        assertThat(begun(early)).isOne();
        assertThat(alice.once()
                        .post("/api/wallet/withdrawals", Map.of("amount", 70))
                        .status())
                .isEqualTo(201);
        assertThat(api().text("/q/metrics")).containsPattern("im_withdrawals_held(\\{.*})? 0\\.0");
        assertThat(number("select count(*) from audit where action = 'withdrawals-released' and reason = 'compared'"))
                .isPositive();
    }

    private Answer release() {
        return operator().post("/api/operator/money/withdrawals/release", Map.of("reason", "compared"));
    }

    private long begun(String payment) {
        return number("select count(*) from payment where reference is not null and id = '" + payment + "'");
    }

    private void settle(Answer payment, boolean succeeded) {
        String id = payment.text("id");
        long amount = payment.body().path("amount").asLong();
        payments.settle(new PaymentProvider.Notice(UUID.fromString(id), "sandbox-" + id, amount, "CNY", succeeded));
    }
}
