package dev.hongyan.redpacket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.testing.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What cannot be ended or announced keeps nothing else waiting.
@QuarkusTest
class SweepTest extends RedPacketServiceTest {
    private static final Duration SOON = Duration.ofSeconds(8);
    private static final Duration LATER = Duration.ofSeconds(30);

    @Test
    void aPacketWhoseBooksAreWrongKeepsNoOtherFromItsRefund() {
        TestUser alice = rich(300);
        UUID group = group(alice, newUser());
        String wrong = alice.sent(group, "lucky", 100, 1);
        List<String> others = Stream.generate(() -> alice.sent(group, "lucky", 100, 1))
                .limit(2)
                .toList();
        unverified(() -> {
            execute("update account set balance = balance - 1 where id = '" + wrong + "'");
            age("packet", "expires_at", "25 hours", wrong);
            others.forEach(id -> age("packet", "expires_at", "24 hours", id));

            await().atMost(SOON).until(() -> alice.balance() == 200);
            assertThat(alice.see(wrong).text("state")).isEqualTo("expired");
            execute("update account set balance = balance + 1 where id = '" + wrong + "'");
        });
        assertThat(audited("packet-set-aside", wrong)).isEqualTo(1);
        await().atMost(LATER).until(() -> alice.balance() == 300);
    }

    @Test
    void aWalletThatSomebodyHoldsKeepsNoOtherFromItsRefund() {
        TestUser held = rich(100);
        TestUser alice = rich(100);
        String first = held.sent(group(held, newUser()), "lucky", 100, 1);
        String second = alice.sent(group(alice, newUser()), "lucky", 100, 1);
        holding("select 1 from account where id = '" + held.id() + "' for update", () -> {
            age("packet", "expires_at", "25 hours", first);
            age("packet", "expires_at", "24 hours", second);
            await().atMost(SOON).until(() -> alice.balance() == 100);
        });
        await().atMost(LATER).until(() -> held.balance() == 100);
    }

    @Test
    void aTransferWhoseBooksAreWrongKeepsNoOtherFromGoingBack() {
        TestUser alice = rich(200);
        TestUser bob = newUser();
        direct(alice, bob);
        String wrong = transfer(alice, bob);
        String other = transfer(alice, bob);
        unverified(() -> {
            execute("update account set balance = balance - 1 where id = '" + wrong + "'");
            age("transfer", "expires_at", "25 hours", wrong);
            age("transfer", "expires_at", "24 hours", other);

            await().atMost(SOON).until(() -> alice.balance() == 100);
            assertThat(stateOf(alice, wrong)).isEqualTo("waiting");
            execute("update account set balance = balance + 1 where id = '" + wrong + "'");
        });
        assertThat(audited("transfer-set-aside", wrong)).isEqualTo(1);
        await().atMost(LATER).until(() -> alice.balance() == 200);
    }

    @Test
    void aPendingPacketWhoseMoneyCannotGoBackKeepsNoOtherFromItsMessage() {
        TestUser alice = rich(200);
        UUID refusing = group(alice, newUser());
        UUID group = group(alice, newUser());
        neighbours().put("/away/append", "");
        String wrong = alice.sent(refusing, "lucky", 100, 1);
        String other = alice.sent(group, "lucky", 100, 1);
        neighbours().put("/refusing/" + refusing, "muted-all");
        unverified(() -> {
            execute("update account set balance = balance - 1 where id = '" + wrong + "'");
            age("packet", "funded_at", "20 seconds", wrong);
            age("packet", "funded_at", "10 seconds", other);
            neighbours().delete("/away/append");

            await().atMost(SOON).until(() -> alice.see(other).text("state").equals("active"));
            assertThat(alice.see(wrong).text("state")).isEqualTo("pending");
            execute("update account set balance = balance + 1 where id = '" + wrong + "'");
        });
        await().atMost(LATER).until(() -> alice.see(wrong).text("state").equals("void"));
        neighbours().delete("/refusing/" + refusing);
        assertThat(alice.balance()).isEqualTo(100);
    }

    /// As when the provider says that somebody has paid who has no wallet.
    @Test
    void aPaymentThatCannotBeginKeepsNoOtherFromBeginning() {
        TestUser alice = rich(1);
        String wrong = payment(UUID.randomUUID(), "null", "25 minutes");
        String other = payment(alice.id(), "null", "20 minutes");
        String unpaid = payment(alice.id(), "'sandbox-unpaid-" + UUID.randomUUID() + "'", "31 minutes");

        await().atMost(Duration.ofSeconds(20)).until(() -> alice.balance() == 101);
        await().atMost(SOON)
                .until(() ->
                        number("select count(*) from payment where state = 'failed' and id = '" + unpaid + "'") == 1);
        assertThat(number("select count(*) from payment where state = 'succeeded' and id = '" + other + "'"))
                .isEqualTo(1);
        assertThat(audited("payment-set-aside", wrong)).isEqualTo(1);
        execute("update payment set state = 'failed' where id = '" + wrong + "'");
    }

    @Test
    void messagesThatHangKeepNoOtherPacketWaiting() {
        TestUser alice = rich(70);
        UUID hanging = group(alice, newUser());
        UUID group = group(alice, newUser());
        neighbours().put("/away/append", "");
        List<String> first = IntStream.range(0, 6)
                .mapToObj(_ -> alice.sent(hanging, "lucky", 10, 1))
                .toList();
        String last = alice.sent(group, "lucky", 10, 1);
        neighbours().put("/holding/" + hanging, "");
        neighbours().delete("/away/append");
        first.forEach(id -> age("packet", "funded_at", "20 seconds", id));
        age("packet", "funded_at", "10 seconds", last);

        await().atMost(SOON).until(() -> alice.see(last).text("state").equals("active"));
        assertThat(first)
                .allSatisfy(id -> assertThat(alice.see(id).text("state")).isEqualTo("pending"));
        neighbours().delete("/holding/" + hanging);
        await().atMost(LATER)
                .untilAsserted(() -> assertThat(first)
                        .allSatisfy(
                                id -> assertThat(alice.see(id).text("state")).isEqualTo("active")));
        assertThat(messages(hanging)).hasSize(6);
    }

    @Test
    void messagesThatHangKeepNoTransferFromGoingBack() {
        TestUser alice = rich(700);
        TestUser bob = newUser();
        TestUser carol = newUser();
        UUID hanging = direct(alice, bob);
        direct(alice, carol);
        String due = transfer(alice, carol);
        neighbours().put("/away/append", "");
        List<String> pending =
                IntStream.range(0, 6).mapToObj(_ -> transfer(alice, bob)).toList();
        neighbours().put("/holding/" + hanging, "");
        neighbours().delete("/away/append");
        pending.forEach(id -> age("transfer", "funded_at", "20 seconds", id));
        age("transfer", "expires_at", "24 hours", due);

        await().atMost(SOON).until(() -> stateOf(alice, due).equals("expired"));
        assertThat(pending).allSatisfy(id -> assertThat(stateOf(alice, id)).isEqualTo("pending"));
        neighbours().delete("/holding/" + hanging);
        await().atMost(LATER)
                .untilAsserted(() -> assertThat(pending)
                        .allSatisfy(id -> assertThat(stateOf(alice, id)).isEqualTo("waiting")));
    }

    /// Makes something older.
    private void age(String table, String column, String by, String id) {
        execute("update " + table + " set " + column + " = " + column + " - interval '" + by + "' where id = '" + id
                + "'");
    }

    private long audited(String action, String subject) {
        return number("select count(*) from audit where action = '" + action + "' and subject = '" + subject + "'");
    }

    private String payment(UUID owner, String reference, String age) {
        String id = Ids.v7().toString();
        execute(
                "insert into payment (id, owner, kind, amount, currency, provider, reference, state, created_at) values ('"
                        + id + "', '" + owner + "', 'top-up', 100, 'CNY', 'sandbox', " + reference
                        + ", 'pending', clock_timestamp() - interval '" + age + "')");
        return id;
    }

    private static String transfer(TestUser from, TestUser to) {
        Answer made = from.once().post("/api/transfers", Map.of("to", to.id(), "amount", 100));
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        return made.text("id");
    }

    private static String stateOf(TestUser user, String transfer) {
        return user.api().get("/api/transfers/" + transfer).text("state");
    }
}
