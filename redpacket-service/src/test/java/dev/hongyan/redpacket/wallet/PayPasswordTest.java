package dev.hongyan.redpacket.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PayPasswordTest extends RedPacketServiceTest {
    @Test
    void onceSetItGuardsWhatMovesMoneyOutAndNothingElse() {
        TestUser alice = rich(100);
        UUID group = group(alice, newUser());
        assertThat(set(alice, "123456", null).status()).isEqualTo(204);
        assertThat(alice.api().get("/api/wallet").body().path("payPassword").asBoolean())
                .isTrue();

        Answer without = alice.send(group, "lucky", 10, 1);
        assertThat(without.status()).isEqualTo(403);
        assertThat(without.problem()).isEqualTo("pay-password-needed");
        Answer wrong = send(alice, group, "654321");
        assertThat(wrong.problem()).isEqualTo("pay-password-wrong");
        assertThat(wrong.body().path("attemptsLeft").asInt()).isEqualTo(4);
        Answer right = send(alice, group, "123456");
        assertThat(right.status()).isEqualTo(201);
        assertThat(alice.claim(right.text("id")).status()).isEqualTo(201);
        assertThat(alice.once()
                        .post("/api/wallet/withdrawals", Map.of("amount", 1))
                        .problem())
                .isEqualTo("pay-password-needed");
        alice.topUp(5);
    }

    @Test
    void fiveWrongOnesLockItForAQuarterOfAnHourAlsoAtOnce() {
        TestUser alice = rich(100);
        UUID group = group(alice, newUser());
        set(alice, "123456", null);

        List<Answer> answers = Api.together(8, () -> send(alice, group, "000000"));

        assertThat(answers.stream().filter(answer -> answer.problem().equals("pay-password-wrong")))
                .hasSize(4);
        List<Answer> locked = answers.stream()
                .filter(answer -> answer.problem().equals("pay-password-locked"))
                .toList();
        assertThat(locked).hasSize(4);
        assertThat(Instant.parse(locked.getFirst().text("until")))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(14)),
                        Instant.now().plus(Duration.ofMinutes(16)));
        assertThat(send(alice, group, "123456").problem()).isEqualTo("pay-password-locked");
        assertThat(set(alice, "222222", "123456").problem()).isEqualTo("pay-password-locked");
        execute("update pay_password set locked_until = now() where owner = '" + alice.id() + "'");
        assertThat(send(alice, group, "123456").status()).isEqualTo(201);
    }

    @Test
    void aRightOneForgetsTheWrongOnesBefore() {
        TestUser alice = rich(100);
        UUID group = group(alice, newUser());
        set(alice, "123456", null);
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 4; k++) {
                assertThat(send(alice, group, "999999").problem()).isEqualTo("pay-password-wrong");
            }
            assertThat(send(alice, group, "123456").status()).isEqualTo(201);
        }
    }

    @Test
    void itIsChangedWithTheCurrentOneOnly() {
        TestUser alice = newUser();
        for (String bad : List.of("", "12345", "x".repeat(129), "a\u0000bcdefg", "鸿雁鸿雁鸿雁", "12 456")) {
            assertThat(set(alice, bad, null).status()).isEqualTo(400);
        }
        set(alice, "123456", null);
        assertThat(set(alice, "654321", null).problem()).isEqualTo("pay-password-needed");
        assertThat(set(alice, "654321", "111111").problem()).isEqualTo("pay-password-wrong");
        assertThat(set(alice, "654321", "123456").status()).isEqualTo(204);
        assertThat(set(alice, "777777", "654321").status()).isEqualTo(204);
    }

    private static Answer set(TestUser user, String password, @Nullable String current) {
        Map<String, String> body =
                current == null ? Map.of("password", password) : Map.of("password", password, "current", current);
        return user.api().put("/api/wallet/pay-password", body);
    }

    private static Answer send(TestUser user, UUID group, String password) {
        return user.once()
                .with("X-Pay-Password", password)
                .post("/api/red-packets", TestUser.packet(group, "lucky", 10, 1));
    }
}
