package dev.hongyan.redpacket.packet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class RefusalTest extends RedPacketServiceTest {
    @ParameterizedTest
    @CsvSource({
        "lucky, 4, 5, total", // less than a fen for each
        "lucky, 40001, 2, total", // more than the most for each
        "equal, 10, 3, total", // a fen too many
        "equal, 0, 1, total",
        "lucky, -5, 1, total",
        "lucky, 2000001, 100, total",
        "lucky, 10, 0, count",
        "lucky, 200, 101, count",
        "lucky, 10, 4, count", // more than there are members
        "gift, 10, 1, kind",
        "exclusive, 10, 1, recipient",
        "exclusive, 10, 2, count"
    })
    void whatDoesNotFitTogetherIsAViolation(String kind, long total, int count, String field) {
        TestUser alice = rich(5_000_000);
        Answer answer = alice.send(group(alice, newUser(), newUser()), kind, total, count);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-request");
        assertThat(answer.body().path("violations").findValuesAsText("field")).contains(field);
        assertThat(alice.balance()).isEqualTo(5_000_000);
    }

    @Test
    void inADirectConversationThereIsOneShare() {
        TestUser alice = rich(10);
        UUID direct = direct(alice, newUser());
        assertThat(alice.send(direct, "lucky", 10, 2).problem()).isEqualTo("invalid-request");
        assertThat(alice.send(direct, "lucky", 10, 1).status()).isEqualTo(201);
    }

    @Test
    void whoMayNotWriteIsRefusedBeforeMoneyMoves() {
        TestUser alice = rich(100);
        TestUser bob = newUser();
        assertThat(alice.send(UUID.randomUUID(), "lucky", 10, 1).problem()).isEqualTo("not-a-member");
        assertThat(alice.send(group(bob), "lucky", 10, 1).problem()).isEqualTo("not-a-member");
        assertThat(alice.send(alice.id(), "lucky", 10, 1).problem()).isEqualTo("not-a-member");
        for (String problem : List.of("muted-all", "blocked", "not-friends", "read-only-conversation")) {
            UUID conversation = Ids.v7();
            neighbours()
                    .put(
                            "/conversations/" + conversation,
                            Map.of(
                                    "kind",
                                    "group",
                                    "members",
                                    List.of(alice.id(), bob.id()),
                                    "refusals",
                                    Map.of(alice.id(), Map.of("problem", problem))));
            Answer answer = alice.send(conversation, "lucky", 10, 1);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.problem()).isEqualTo(problem);
        }
        UUID muted = Ids.v7();
        neighbours()
                .put(
                        "/conversations/" + muted,
                        Map.of(
                                "kind",
                                "group",
                                "members",
                                List.of(alice.id(), bob.id()),
                                "refusals",
                                Map.of(alice.id(), Map.of("problem", "muted", "until", "2126-01-01T00:00:00.000Z"))));
        assertThat(alice.send(muted, "lucky", 10, 1).text("until")).isEqualTo("2126-01-01T00:00:00.000Z");
        assertThat(alice.balance()).isEqualTo(100);
        assertThat(alice.entries()).hasSize(1);
    }

    @Test
    void moreThanThereIsCannotBeSent() {
        TestUser alice = rich(99);
        Answer answer = alice.send(group(alice, newUser()), "lucky", 100, 1);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("insufficient-funds");
        assertThat(newUser().send(group(alice, newUser()), "lucky", 1, 1).problem())
                .isEqualTo("not-a-member");
    }

    @Test
    void anExclusivePacketIsForItsRecipientAlone() {
        TestUser alice = rich(100);
        TestUser bob = newUser();
        TestUser carol = newUser();
        UUID group = group(alice, bob, carol);
        assertThat(alice.sendTo(group, newUser(), 10).problem()).isEqualTo("invalid-request");
        assertThat(alice.sendTo(group, alice, 10).problem()).isEqualTo("invalid-request");
        String id = alice.sendTo(group, bob, 10).text("id");

        assertThat(carol.claim(id).status()).isEqualTo(403);
        assertThat(carol.claim(id).problem()).isEqualTo("not-the-recipient");
        assertThat(alice.claim(id).problem()).isEqualTo("not-the-recipient");
        assertThat(bob.claim(id).status()).isEqualTo(201);
        assertThat(carol.claim(id).problem()).isEqualTo("not-the-recipient");
        assertThat(alice.see(id).body().path("claims").get(0).path("luckiest").asBoolean())
                .isFalse();
    }

    @Test
    void theSenderOpensAGroupPacketAndNeverADirectOne() {
        TestUser alice = rich(100);
        TestUser bob = newUser();
        String direct = alice.sent(direct(alice, bob), "lucky", 10, 1);
        String group = alice.sent(group(alice, bob), "lucky", 10, 1);
        assertThat(alice.claim(direct).problem()).isEqualTo("not-the-recipient");
        assertThat(alice.claim(group).status()).isEqualTo(201);
        assertThat(bob.claim(direct).status()).isEqualTo(201);
    }

    @Test
    void whoIsNoMemberGetsWhatHeWouldGetForAPacketThatNeverWas() {
        TestUser alice = rich(100);
        TestUser stranger = newUser();
        String id = alice.sent(group(alice, newUser()), "lucky", 10, 1);
        String none = UUID.randomUUID().toString();
        for (boolean finished : List.of(false, true)) {
            if (finished) {
                alice.claim(id);
            }
            assertThat(stranger.claim(id).status()).isEqualTo(404);
            assertThat(stranger.claim(id).problem()).isEqualTo("not-a-member");
            assertThat(stranger.claim(none).problem()).isEqualTo("not-a-member");
            assertThat(stranger.see(id).problem()).isEqualTo("not-a-member");
            assertThat(stranger.see(none).problem()).isEqualTo("not-a-member");
        }
    }

    @Test
    void aFinishedPacketIsFinishedForMembersAlsoAfterItsTime() {
        TestUser alice = rich(100);
        TestUser bob = newUser();
        UUID group = group(alice, bob);
        String id = alice.sent(group, "lucky", 10, 1);
        alice.claim(id);
        assertThat(bob.claim(id).status()).isEqualTo(409);
        execute("update packet set expires_at = now() - interval '1 day' where id = '" + id + "'");
        assertThat(bob.claim(id).problem()).isEqualTo("red-packet-finished");
        assertThat(alice.claim(id).status()).isEqualTo(200);
    }

    @Test
    void onlyMembersTheSenderAndClaimersSeeAPacket() {
        TestUser alice = rich(100);
        TestUser bob = newUser();
        TestUser carol = newUser();
        UUID group = group(alice, bob, carol);
        String id = alice.sent(group, "lucky", 10, 2);
        bob.claim(id);
        place(group, "group", newUser());
        assertThat(alice.see(id).status()).isEqualTo(200);
        assertThat(bob.see(id).status()).isEqualTo(200);
        assertThat(carol.see(id).status()).isEqualTo(404);
    }

    @Test
    void callsThatMoveMoneyOutNeedAKeyAndRepeatTheFirstAnswer() {
        TestUser alice = rich(100);
        UUID group = group(alice, newUser());
        Map<String, Object> body = TestUser.packet(group, "lucky", 10, 1);
        assertThat(alice.api().post("/api/red-packets", body).problem()).isEqualTo("idempotency-key-missing");
        assertThat(alice.api()
                        .with("Idempotency-Key", "x".repeat(129))
                        .post("/api/red-packets", body)
                        .problem())
                .isEqualTo("invalid-request");
        var once = alice.once();
        Answer first = once.post("/api/red-packets", body);
        alice.claim(first.text("id"));
        Answer again = once.post("/api/red-packets", body);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        body.put("total", 11);
        assertThat(once.post("/api/red-packets", body).status()).isEqualTo(409);
        assertThat(once.post("/api/red-packets", body).problem()).isEqualTo("idempotency-conflict");
        assertThat(messages(group)).hasSize(1);
        assertThat(alice.balance()).isEqualTo(100);
    }

    @Test
    void aSessionThatEndedOrIsNotThereIsRefusedAtOnceAndNobodyIsTrustedUnasked() {
        TestUser alice = rich(100);
        UUID group = group(alice, newUser());
        neighbours().put("/away/user", "");
        assertThat(alice.send(group, "lucky", 10, 1).status()).isEqualTo(503);
        neighbours().delete("/away/user");
        for (String how : List.of("/ended/", "/unknown/")) {
            neighbours().put(how + alice.session(), "");
            Answer answer = alice.send(group, "lucky", 10, 1);
            assertThat(answer.status()).as(how).isEqualTo(401);
            assertThat(answer.problem()).as(how).isEqualTo("session-ended");
            neighbours().delete(how + alice.session());
        }
        assertThat(alice.balance()).isEqualTo(100);
    }
}
