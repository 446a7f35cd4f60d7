package dev.hongyan.redpacket.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WalletTest extends RedPacketServiceTest {
    @Test
    void everybodyHasAnEmptyWalletFromTheBeginning() {
        JsonNode wallet = newUser().api().get("/api/wallet").body();
        assertThat(wallet.path("balance").isIntegralNumber()).isTrue();
        assertThat(wallet.path("balance").asLong()).isZero();
        assertThat(wallet.path("currency").asText()).isEqualTo("CNY");
        assertThat(wallet.path("mode").asText()).isEqualTo("cash");
        assertThat(wallet.path("frozen").asBoolean()).isFalse();
    }

    @Test
    void aTopUpIsBookedBeforeItIsAnsweredAndOnceForAKey() {
        TestUser alice = newUser();
        var once = alice.once();
        Answer first = once.post("/api/wallet/top-ups", Map.of("amount", 500));
        Answer again = once.post("/api/wallet/top-ups", Map.of("amount", 500));
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.text("state")).isEqualTo("succeeded");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(once.post("/api/wallet/top-ups", Map.of("amount", 501)).problem())
                .isEqualTo("idempotency-conflict");
        assertThat(alice.balance()).isEqualTo(500);
        assertThat(alice.api()
                        .get("/api/wallet/payments/" + first.text("id"))
                        .body()
                        .path("state")
                        .asText())
                .isEqualTo("succeeded");
        assertThat(newUser()
                        .api()
                        .get("/api/wallet/payments/" + first.text("id"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void entriesComeNewestFirstInPagesAndByFilter() {
        TestUser alice = rich(1_000);
        TestUser bob = newUser();
        UUID group = group(alice, bob);
        for (int i = 0; i < 5; i++) {
            alice.claim(alice.sent(group, "lucky", 10, 1));
        }
        List<String> kinds = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page =
                    alice.api().get("/api/wallet/entries?limit=4" + cursor).body();
            page.path("items")
                    .forEach(entry -> kinds.add(
                            entry.path("kind").asText() + entry.path("amount").asLong()));
            cursor = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asText();
            pages++;
        } while (!cursor.isEmpty());
        assertThat(pages).isEqualTo(3);
        assertThat(kinds).hasSize(11).endsWith("top-up1000").startsWith("packet:claim10", "packet:create-10");
        assertThat(count(alice, "direction=out")).isEqualTo(5);
        assertThat(count(alice, "kind=packet:claim")).isEqualTo(5);
        assertThat(count(alice, "kind=packet:claim&direction=out")).isZero();
        assertThat(count(alice, "to=2020-01-01T00:00:00.000Z")).isZero();
        assertThat(count(alice, "from=2020-01-01T00:00:00.000Z")).isEqualTo(11);
        for (String bad : List.of(
                "kind=x",
                "direction=up",
                "from=now",
                "from=%2B294277-01-01T00:00:00Z",
                "to=%2B1000000000-12-31T23:59:59Z",
                "limit=0",
                "cursor=abc",
                "cursor=%25")) {
            assertThat(alice.api().get("/api/wallet/entries?" + bad).problem())
                    .as(bad)
                    .isEqualTo("invalid-request");
        }
    }

    @Test
    void theStatementOfAMonthAddsUp() {
        TestUser alice = rich(1_000);
        alice.sent(group(alice, newUser()), "lucky", 10, 1);
        String month = YearMonth.now(ZoneId.of("Asia/Shanghai")).toString();

        String csv = alice.csv("/api/wallet/statements/" + month);

        List<String> lines = csv.lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo("time,kind,amount,balance,subject");
        assertThat(lines.get(1)).contains(",top-up,1000,1000,");
        assertThat(lines.get(2)).contains(",packet:create,-10,990,");
        assertThat(alice.csv("/api/wallet/statements/2020-01").lines()).hasSize(1);
        for (String bad : List.of("2026", "2026-13", "26-01", "2026-1", "x", "1999-01")) {
            assertThat(alice.api().get("/api/wallet/statements/" + bad).problem())
                    .as(bad)
                    .isEqualTo("invalid-request");
        }
    }

    @Test
    void moreThanADayAllowsIsRefusedForSendingAndClaiming() {
        TestUser alice = rich(1_000);
        UUID group = group(alice, newUser());
        for (int i = 0; i < 60; i++) {
            String id = alice.sent(group, "lucky", 1, 1);
            assertThat(alice.claim(id).status()).isEqualTo(201);
        }
        Answer refused = alice.send(group, "lucky", 1, 1);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("daily-limit-reached");
        TestUser bob = rich(1);
        place(group, "group", alice, bob);
        Answer claim = alice.claim(bob.sent(group, "lucky", 1, 1));
        assertThat(claim.problem()).isEqualTo("daily-limit-reached");
        execute("update account set day = day - 1 where id = '" + alice.id() + "'");
        assertThat(alice.send(group, "lucky", 1, 1).status()).isEqualTo(201);
    }

    @Test
    void aDayEndsAtTheAmountThatItAllows() {
        TestUser alice = rich(1_000);
        TestUser bob = rich(1_000);
        UUID group = group(alice, bob);
        spent(alice, "sent = 20000000 - 100");
        assertThat(alice.send(group, "lucky", 101, 1).problem()).isEqualTo("daily-limit-reached");
        assertThat(alice.send(group, "lucky", 100, 1).status()).isEqualTo(201);
        assertThat(alice.send(group, "lucky", 1, 1).problem()).isEqualTo("daily-limit-reached");

        spent(alice, "received = 400000 - 1");
        assertThat(alice.claim(bob.sent(group, "lucky", 100, 1)).status()).isEqualTo(201);
        assertThat(alice.claim(bob.sent(group, "lucky", 100, 1)).problem()).isEqualTo("daily-limit-reached");
    }

    @Test
    void aClockThatGoesBackOverMidnightGivesNobodyTheDayTwice() {
        TestUser alice = rich(1_000);
        UUID group = group(alice, newUser());
        alice.sent(group, "lucky", 100, 1);
        execute("update account set day = day + 1, sent = 20000000 - 100 where id = '" + alice.id() + "'");
        assertThat(alice.send(group, "lucky", 101, 1).problem()).isEqualTo("daily-limit-reached");
        assertThat(alice.send(group, "lucky", 100, 1).status()).isEqualTo(201);
        assertThat(alice.send(group, "lucky", 1, 1).problem()).isEqualTo("daily-limit-reached");
    }

    /// As if it had been today.
    private void spent(TestUser user, String set) {
        execute("update account set day = (clock_timestamp() at time zone 'Asia/Shanghai')::date, " + set
                + " where id = '" + user.id() + "'");
    }

    @Test
    void aFrozenWalletNeitherSendsNorClaimsNorPaysOut() {
        TestUser alice = rich(100);
        TestUser bob = rich(100);
        UUID group = group(alice, bob);
        String id = bob.sent(group, "lucky", 10, 1);
        execute("update account set frozen = true where id = '" + alice.id() + "'");

        assertThat(alice.send(group, "lucky", 10, 1).problem()).isEqualTo("account-frozen");
        assertThat(alice.claim(id).status()).isEqualTo(403);
        assertThat(alice.claim(id).problem()).isEqualTo("account-frozen");
        assertThat(alice.once()
                        .post("/api/wallet/withdrawals", Map.of("amount", 1))
                        .problem())
                .isEqualTo("account-frozen");
        assertThat(alice.api().get("/api/wallet").body().path("frozen").asBoolean())
                .isTrue();
        assertThat(bob.claim(id).status()).isEqualTo(201);
    }

    private static int count(TestUser user, String query) {
        return user.api()
                .get("/api/wallet/entries?limit=200&" + query)
                .body()
                .path("items")
                .size();
    }
}
