package dev.hongyan.redpacket.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import dev.hongyan.redpacket.ledger.Verifier;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // injected
class OperatorTest extends RedPacketServiceTest {
    private static final String BASE = "/api/operator/money";

    @Inject
    Verifier verifier;

    @Test
    void onlyOperatorsAreLetIn() {
        Api anybody = newUser().api();
        UUID user = UUID.randomUUID();
        for (String path : List.of("", "/payments", "/suspicious", "/accounts/" + user, "/audit")) {
            assertThat(anybody.get(BASE + path).status()).as(path).isEqualTo(403);
            assertThat(api().get(BASE + path).status()).as(path).isEqualTo(401);
        }
        for (String path : List.of(
                "/accounts/" + user + "/freeze",
                "/accounts/" + user + "/unfreeze",
                "/corrections",
                "/grants",
                "/verification/resume",
                "/withdrawals/release")) {
            assertThat(anybody.post(BASE + path, "{\"reason\":\"x\",\"movement\":1}")
                            .status())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void whatIsOwedToUsersIsWhatTheFloatHas() {
        TestUser alice = rich(1_000);
        alice.sent(group(alice, newUser()), "lucky", 100, 1);
        verifier.verifyAll();

        JsonNode seen = operator().get(BASE).body();

        assertThat(seen.path("wallets").asLong()
                        + seen.path("escrow").asLong()
                        + seen.path("suspense").asLong())
                .isEqualTo(-seen.path("float").asLong());
        assertThat(seen.path("escrow").asLong()).isGreaterThanOrEqualTo(100);
        assertThat(seen.path("verification").path("stopped").asBoolean()).isFalse();
        assertThat(seen.path("withdrawalsHeld").asBoolean(true)).isFalse();
        assertThat(seen.path("verification").path("rounds").asLong()).isPositive();
        assertThat(seen.path("refundLagSeconds").asLong()).isBetween(0L, 60L);
        JsonNode payments = operator()
                .get(BASE + "/payments?kind=top-up&state=succeeded&limit=1")
                .body();
        assertThat(payments.path("items").get(0).path("owner").asText()).isNotEmpty();
        assertThat(operator().get(BASE + "/payments?kind=x").problem()).isEqualTo("invalid-request");
    }

    @Test
    void aFrozenAccountIsFrozenUntilItIsNotAndBothAreAudited() {
        TestUser alice = rich(100);
        UUID group = group(alice, newUser());
        assertThat(act("/accounts/" + alice.id() + "/freeze", Map.of()).problem())
                .isEqualTo("invalid-request");
        assertThat(act("/accounts/" + UUID.randomUUID() + "/freeze", Map.of("reason", "x"))
                        .problem())
                .isEqualTo("not-found");
        assertThat(act("/accounts/" + alice.id() + "/freeze", Map.of("reason", "stolen phone"))
                        .status())
                .isEqualTo(204);
        assertThat(alice.send(group, "lucky", 1, 1).problem()).isEqualTo("account-frozen");
        assertThat(operator()
                        .get(BASE + "/accounts/" + alice.id())
                        .body()
                        .path("frozen")
                        .asBoolean())
                .isTrue();
        act("/accounts/" + alice.id() + "/unfreeze", Map.of("reason", "found again"));
        assertThat(alice.send(group, "lucky", 1, 1).status()).isEqualTo(201);
        List<String> actions = audit().stream()
                .filter(line -> line.path("subject").asText().equals(alice.id().toString()))
                .map(line -> line.path("action").asText() + ": "
                        + line.path("reason").asText())
                .toList();
        assertThat(actions).containsExactly("unfrozen: found again", "frozen: stolen phone");
    }

    @Test
    void aClaimIsReversedByACounterMovementOnce() {
        TestUser alice = rich(100);
        TestUser bob = newUser();
        bob.claim(alice.sent(group(alice, bob), "lucky", 60, 1));
        long movement = bob.entries().getFirst().path("id").asLong();

        Answer done = act("/corrections", Map.of("movement", movement, "reason", "sent by a thief"));

        assertThat(done.status()).as(done.body().toString()).isEqualTo(201);
        assertThat(done.body().path("amount").asLong()).isEqualTo(60);
        assertThat(alice.balance()).isEqualTo(100);
        assertThat(bob.balance()).isZero();
        assertThat(bob.entries())
                .extracting(entry -> entry.path("kind").asText())
                .containsExactly("correction", "packet:claim");
        assertThat(act("/corrections", Map.of("movement", movement, "reason", "again"))
                        .problem())
                .isEqualTo("already-answered");
        assertThat(audit().getFirst().path("action").asText()).isEqualTo("reversed");
    }

    @Test
    void whatIsSpentOrNobodysCannotBeReversed() {
        TestUser alice = rich(100);
        TestUser bob = newUser();
        UUID group = group(alice, bob);
        String id = alice.sent(group, "lucky", 60, 1);
        bob.claim(id);
        long claimed = bob.entries().getFirst().path("id").asLong();
        long sent = alice.entries().getFirst().path("id").asLong();
        bob.sent(group, "lucky", 60, 1);
        assertThat(act("/corrections", Map.of("movement", claimed, "reason", "x"))
                        .problem())
                .isEqualTo("insufficient-funds");
        assertThat(act("/corrections", Map.of("movement", sent, "reason", "x")).problem())
                .isEqualTo("invalid-request");
        assertThat(act("/corrections", Map.of("movement", Long.MAX_VALUE, "reason", "x"))
                        .problem())
                .isEqualTo("invalid-request");
    }

    @Test
    void whoClaimsWithoutEndLooksSuspicious() {
        TestUser alice = rich(100);
        TestUser bob = newUser();
        UUID group = group(alice, bob);
        for (int i = 0; i < 41; i++) {
            bob.claim(alice.sent(group, "lucky", 1, 1));
        }
        JsonNode found = operator().get(BASE + "/suspicious").body().path("items");
        assertThat(found.valueStream()
                        .filter(item ->
                                item.path("user").asText().equals(bob.id().toString()))
                        .map(item -> item.path("pattern").asText()))
                .containsExactly("many-claims");
    }

    private Answer act(String path, Map<String, ?> body) {
        return operator().post(BASE + path, body);
    }

    private List<JsonNode> audit() {
        return operator()
                .get(BASE + "/audit?limit=200")
                .body()
                .path("items")
                .valueStream()
                .toList();
    }
}
