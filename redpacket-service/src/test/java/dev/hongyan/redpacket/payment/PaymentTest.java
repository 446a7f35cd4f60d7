package dev.hongyan.redpacket.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import dev.hongyan.redpacket.ledger.Account;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // injected
class PaymentTest extends RedPacketServiceTest {
    private static final String SECRET = "a secret that signs what the tests say was paid";

    @Inject
    PaymentService payments;

    @Test
    void whatIsWithdrawnIsGoneOnce() {
        TestUser alice = rich(100);
        Api once = alice.once();
        Answer made = once.post("/api/wallet/withdrawals", Map.of("amount", 60));
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        assertThat(made.text("state")).isEqualTo("succeeded");
        assertThat(once.post("/api/wallet/withdrawals", Map.of("amount", 60)).body())
                .isEqualTo(made.body());
        assertThat(alice.balance()).isEqualTo(40);
        assertThat(alice.once()
                        .post("/api/wallet/withdrawals", Map.of("amount", 41))
                        .problem())
                .isEqualTo("insufficient-funds");
        assertThat(number("select coalesce(sum(amount), 0) from posting where account = '" + Account.SUSPENSE + "'"))
                .isZero();
    }

    @Test
    void amountsOutOfBoundsAndMissingKeysAreRefused() {
        TestUser alice = newUser();
        for (long amount : new long[] {0, -1, 5_000_001}) {
            assertThat(alice.once()
                            .post("/api/wallet/top-ups", Map.of("amount", amount))
                            .problem())
                    .isEqualTo("invalid-request");
        }
        for (String path : List.of("/api/wallet/top-ups", "/api/wallet/withdrawals")) {
            assertThat(alice.api().post(path, Map.of("amount", 1)).problem()).isEqualTo("idempotency-key-missing");
        }
        assertThat(alice.once().post("/api/wallet/top-ups", "{\"amount\":1.5}").status())
                .isEqualTo(400);
    }

    @Test
    void aTopUpIsBookedWhenTheProviderSaysSoHoweverOftenItSaysIt() {
        TestUser alice = rich(1);
        String id = pending(alice, "top-up");
        assertThat(callback(id, "succeeded").status()).isEqualTo(204);
        assertThat(callback(id, "succeeded").status()).isEqualTo(204);
        assertThat(alice.balance()).isEqualTo(101);
        double before = disputed("contradicted");
        assertThat(callback(id, "failed").status()).isEqualTo(204);
        assertThat(alice.balance()).isEqualTo(101);
        assertThat(disputed("contradicted")).isEqualTo(before + 1);
        assertThat(number("select count(*) from audit where subject = '" + id + "'"))
                .isEqualTo(1);
    }

    @Test
    void anotherAmountThanWasAskedForIsNotBookedButNoted() {
        TestUser alice = rich(1);
        String id = pending(alice, "top-up");
        double before = disputed("amount-differs");
        assertThat(tell(body(id, "succeeded", "1000000", "CNY")).status()).isEqualTo(204);
        assertThat(tell(body(id, "succeeded", "99", "CNY")).status()).isEqualTo(204);
        assertThat(tell(body(id, "succeeded", "100", "USD")).status()).isEqualTo(204);
        assertThat(tell(body(id, "failed", "99", "CNY")).status()).isEqualTo(204);
        assertThat(alice.balance()).isEqualTo(1);
        assertThat(alice.api().get("/api/wallet/payments/" + id).text("state")).isEqualTo("pending");
        assertThat(number("select count(*) from audit where action = 'payment-amount-differs' and subject = '" + id
                        + "'"))
                .isEqualTo(4);
        assertThat(disputed("amount-differs")).isEqualTo(before + 4);
        for (String amount : List.of("null", "\"100\"", "100.0", "1e40")) {
            assertThat(tell(body(id, "succeeded", amount, "CNY")).status()).isEqualTo(401);
        }

        assertThat(callback(id, "succeeded").status()).isEqualTo(204);
        assertThat(alice.balance()).isEqualTo(101);
    }

    @Test
    void repeatedAtOnceItIsBookedOnce() {
        TestUser alice = rich(1);
        String id = pending(alice, "top-up");
        Api.together(8, () -> Api.untilThere(() -> callback(id, "succeeded")));
        assertThat(alice.balance()).isEqualTo(101);
    }

    @Test
    void aTopUpThatWasGivenUpAndSucceedsLateIsBookedAllTheSame() {
        TestUser alice = rich(1);
        String id = pending(alice, "top-up");
        execute("update payment set created_at = created_at - interval '1 hour' where id = '" + id + "'");
        payments.sweep();
        assertThat(alice.api().get("/api/wallet/payments/" + id).text("state")).isEqualTo("failed");
        callback(id, "succeeded");
        assertThat(alice.api().get("/api/wallet/payments/" + id).text("state")).isEqualTo("succeeded");
        assertThat(alice.balance()).isEqualTo(101);
    }

    @Test
    void aCallBackThatIsNotSignedOrStaleOrUnknownChangesNothing() {
        TestUser alice = rich(1);
        String id = pending(alice, "top-up");
        String body = body(id, "succeeded");
        String now = Long.toString(Instant.now().getEpochSecond());
        String old = Long.toString(Instant.now().minusSeconds(3_600).getEpochSecond());
        assertThat(post("sandbox", now, "00", body).status()).isEqualTo(401);
        assertThat(post("sandbox", now, sign(now, body + " "), body).status()).isEqualTo(401);
        assertThat(post("sandbox", old, sign(old, body), body).status()).isEqualTo(401);
        assertThat(post("sandbox", "now", sign("now", body), body).status()).isEqualTo(401);
        assertThat(post("sandbox", now, sign(now, "{}"), "{}").status()).isEqualTo(401);
        assertThat(post("other", now, sign(now, body), body).status()).isEqualTo(404);
        assertThat(api().post("/api/wallet/payments/callbacks/sandbox", body).status())
                .isEqualTo(401);
        assertThat(callback(Ids.v7().toString(), "succeeded").status()).isEqualTo(404);
        assertThat(alice.balance()).isEqualTo(1);
    }

    /// What the metric says, which is there before there is a dispute.
    private double disputed(String reason) {
        return api().text("/q/metrics")
                .lines()
                .filter(line ->
                        line.startsWith("im_payment_disputed_total{") && line.contains("reason=\"" + reason + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    /// A payment as it is while the provider has not told its outcome.
    private String pending(TestUser user, String kind) {
        String id = Ids.v7().toString();
        execute("insert into payment (id, owner, kind, amount, currency, provider, reference, state) values ('" + id
                + "', '" + user.id() + "', '" + kind + "', 100, 'CNY', 'sandbox', 'sandbox-" + id + "', 'pending')");
        return id;
    }

    private Answer callback(String id, String outcome) {
        return tell(body(id, outcome));
    }

    private Answer tell(String body) {
        String now = Long.toString(Instant.now().getEpochSecond());
        return post("sandbox", now, sign(now, body), body);
    }

    private Answer post(String provider, String timestamp, String signature, String body) {
        return api().with("X-Timestamp", timestamp)
                .with("X-Signature", signature)
                .post("/api/wallet/payments/callbacks/" + provider, body);
    }

    private static String sign(String timestamp, String body) {
        return SandboxProvider.sign(SECRET, timestamp, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String body(String id, String outcome) {
        return body(id, outcome, "100", "CNY");
    }

    private static String body(String id, String outcome, String amount, String currency) {
        return """
                {"payment":"%s","reference":"sandbox-%s","amount":%s,"currency":"%s","outcome":"%s"}""".formatted(id, id, amount, currency, outcome);
    }
}
