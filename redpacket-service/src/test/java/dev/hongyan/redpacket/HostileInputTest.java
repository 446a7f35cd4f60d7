package dev.hongyan.redpacket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.kit.testing.HostileInput;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class HostileInputTest extends RedPacketServiceTest {
    /// Calls, and the members that each of them reads.
    static Stream<Arguments> calls() {
        return Stream.of(
                Arguments.of("POST", "/api/red-packets", "conversation kind total count greeting recipient"),
                Arguments.of("POST", "/api/red-packets/{id}/claims", "x"),
                Arguments.of("POST", "/api/transfers", "to amount note"),
                Arguments.of("POST", "/api/transfers/{id}/accept", "x"),
                Arguments.of("POST", "/api/wallet/top-ups", "amount"),
                Arguments.of("POST", "/api/wallet/withdrawals", "amount"),
                Arguments.of("PUT", "/api/wallet/pay-password", "password current"),
                Arguments.of("POST", "/api/wallet/payments/callbacks/sandbox", "payment reference outcome"),
                Arguments.of("POST", "/api/operator/money/corrections", "movement reason"),
                Arguments.of("POST", "/api/operator/money/accounts/{id}/freeze", "reason"),
                Arguments.of("POST", "/api/operator/money/verification/resume", "reason"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void bearsAnyBody(String method, String path, String members) {
        Api api = path.contains("operator") ? user(OPERATOR).once() : newUser().once();
        String url = path.replace("{id}", UUID.randomUUID().toString());
        HostileInput.assertBorne(api, method, url, members, 200, 201, 204, 400, 401, 403, 404, 409);
    }

    @Test
    void bearsAnyMemberOfAPacketThatIsWellOtherwise() {
        TestUser alice = rich(100);
        UUID group = group(alice, newUser());
        for (String body : List.of(
                "{\"conversation\":\"%s\",\"kind\":\"lucky\",\"total\":10.0,\"count\":1}",
                "{\"conversation\":\"%s\",\"kind\":\"lucky\",\"total\":\"10\",\"count\":1}",
                "{\"conversation\":\"%s\",\"kind\":\"lucky\",\"total\":9223372036854775807,\"count\":1}",
                "{\"conversation\":\"%s\",\"kind\":\"lucky\",\"total\":10,\"count\":2147483648}",
                "{\"conversation\":\"%s\",\"kind\":\"LUCKY\",\"total\":10,\"count\":1}",
                "{\"conversation\":\"%s\",\"kind\":\"lucky\",\"total\":10,\"count\":1,\"greeting\":\"\\u0000\"}",
                "{\"conversation\":\"%s\",\"kind\":\"lucky\",\"total\":10,\"count\":1,\"greeting\":\"" + "x".repeat(101)
                        + "\"}",
                "{\"conversation\":\"%s\",\"kind\":\"exclusive\",\"total\":10,\"count\":1,\"recipient\":\"x\"}")) {
            assertThat(alice.once()
                            .post("/api/red-packets", body.formatted(group))
                            .status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(alice.balance()).isEqualTo(100);
    }

    @Test
    void refusesWhoIsNobodyAndWhoIsNoPerson() {
        for (Answer answer : List.of(
                api().get("/api/wallet"),
                api().get("/api/wallet/entries"),
                api().post("/api/wallet/top-ups", "{\"amount\":1}"),
                api().post("/api/red-packets", "{}"),
                api().get("/api/red-packets/" + UUID.randomUUID()),
                api().post("/api/red-packets/" + UUID.randomUUID() + "/claims", null),
                api().post("/api/transfers", "{}"),
                api().as("x.y.z").get("/api/wallet"))) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        }
        assertThat(service().get("/api/wallet").status()).isEqualTo(403);
        assertThat(newUser().api().post("/internal/republish", "{}").status()).isEqualTo(403);
    }

    @Test
    void refusesBadIdsMethodsAndTypes() {
        TestUser alice = newUser();
        for (String id :
                List.of("x", "1", "%00", "..%2f..", UUID.randomUUID().toString().toUpperCase(Locale.ROOT))) {
            for (String path : List.of("/api/red-packets/", "/api/transfers/", "/api/wallet/payments/")) {
                assertThat(alice.api().get(path + id).status()).as(path + id).isIn(400, 404);
            }
            assertThat(alice.claim(id).status()).as(id).isIn(400, 404);
        }
        for (String path :
                List.of("/api/red-packets", "/api/transfers", "/api/wallet/top-ups", "/api/wallet/pay-password")) {
            assertThat(alice.api().call("PROPFIND", path, "").status()).as(path).isEqualTo(405);
            assertThat(alice.api().get(path).status()).as(path).isEqualTo(405);
        }
        assertThat(alice.once()
                        .with("Content-Type", "text/plain")
                        .post("/api/red-packets", "x")
                        .status())
                .isEqualTo(415);
        assertThat(alice.once()
                        .post("/api/red-packets", "{\"greeting\":\"" + "x".repeat(1_100_000) + "\"}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void speaksTheLanguageOfTheCaller() {
        TestUser alice = newUser();
        UUID group = group(alice, newUser());
        Answer answer = alice.once()
                .with("Accept-Language", "zh-CN")
                .post("/api/red-packets", TestUser.packet(group, "lucky", 1, 1));
        assertThat(answer.text("title")).isEqualTo("余额不足");
    }
}
