package dev.hongyan.user.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.user.TestUser;
import dev.hongyan.user.UserServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FriendRequestTest extends UserServiceTest {
    private static final String PATH = "/api/friend-requests";

    @Test
    void makesFriendsByAskingAndAccepting() {
        TestUser alice = newUser();
        TestUser bob = newUser();

        Answer asked = alice.api().post(PATH, Map.of("to", bob.id(), "message", "你好"));
        assertThat(asked.status()).isEqualTo(201);
        assertThat(asked.text("from")).isEqualTo(alice.id());
        assertThat(asked.text("to")).isEqualTo(bob.id());
        assertThat(asked.text("message")).isEqualTo("你好");
        assertThat(asked.text("state")).isEqualTo("pending");
        assertThat(bob.api()
                        .get(PATH + "?direction=incoming")
                        .body()
                        .path("items")
                        .path(0))
                .isEqualTo(asked.body());
        assertThat(alice.api()
                        .get(PATH + "?direction=outgoing")
                        .body()
                        .path("items")
                        .path(0))
                .isEqualTo(asked.body());

        Answer accepted = bob.api().post(PATH + "/" + asked.text("id") + "/accept", null);
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.text("state")).isEqualTo("accepted");
        assertThat(friendsOf(alice)).containsExactly(bob.id());
        assertThat(friendsOf(bob)).containsExactly(alice.id());
        assertThat(bob.api().get(PATH + "?state=pending").body().path("items")).isEmpty();
    }

    @Test
    void answersTheSameRequestWhenAskedAgain() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        Answer first = alice.api().post(PATH, Map.of("to", bob.id()));

        Answer again = alice.api().post(PATH, Map.of("to", bob.id(), "message", "again"));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void befriendsBothWhenRequestsCross() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        alice.api().post(PATH, Map.of("to", bob.id()));

        Answer crossing = bob.api().post(PATH, Map.of("to", alice.id()));

        assertThat(crossing.status()).isEqualTo(202);
        assertThat(crossing.text("from")).isEqualTo(bob.id());
        assertThat(crossing.text("state")).isEqualTo("accepted");
        assertThat(friendsOf(alice)).containsExactly(bob.id());
    }

    @Test
    void befriendsOnceWhenManyCrossAtOnce() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        AtomicInteger turn = new AtomicInteger();

        List<Answer> answers = Api.together(
                64,
                () -> turn.getAndIncrement() % 2 == 0
                        ? Api.untilThere(() -> alice.api().post(PATH, Map.of("to", bob.id())))
                        : Api.untilThere(() -> bob.api().post(PATH, Map.of("to", alice.id()))));

        assertThat(answers).extracting(Answer::status).isSubsetOf(200, 201, 202, 409, 429);
        assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(1);
        assertThat(friendsOf(alice)).containsExactly(bob.id());
        assertThat(friendsOf(bob)).containsExactly(alice.id());
    }

    @Test
    void acceptsOnceHoweverOftenAndTogether() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String id = alice.api().post(PATH, Map.of("to", bob.id())).text("id");

        List<Answer> answers =
                Api.together(64, () -> Api.untilThere(() -> bob.api().post(PATH + "/" + id + "/accept", null)));

        assertThat(answers).extracting(Answer::status).containsOnly(202);
        assertThat(friendsOf(alice)).containsExactly(bob.id());
        assertThat(bob.api().post(PATH + "/" + id + "/decline", null).problem()).isEqualTo("already-answered");
    }

    @Test
    void declinesAndMayBeAskedAnew() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String id = alice.api().post(PATH, Map.of("to", bob.id())).text("id");

        Answer declined = bob.api().post(PATH + "/" + id + "/decline", null);

        assertThat(declined.status()).isEqualTo(200);
        assertThat(declined.text("state")).isEqualTo("declined");
        assertThat(bob.api().post(PATH + "/" + id + "/decline", null).status()).isEqualTo(200);
        Answer late = bob.api().post(PATH + "/" + id + "/accept", null);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.problem()).isEqualTo("already-answered");
        assertThat(friendsOf(alice)).isEmpty();
        assertThat(alice.api().post(PATH, Map.of("to", bob.id())).status()).isEqualTo(201);
    }

    @Test
    void isAnsweredByItsRecipientAlone() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String id = alice.api().post(PATH, Map.of("to", bob.id())).text("id");

        for (TestUser other : List.of(alice, newUser())) {
            assertThat(other.api().post(PATH + "/" + id + "/accept", null).status())
                    .isEqualTo(404);
            assertThat(other.api().post(PATH + "/" + id + "/decline", null).status())
                    .isEqualTo(404);
        }
    }

    @Test
    void refusesWhatCannotBeAsked() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        TestUser carol = newUser();
        alice.befriend(bob);
        carol.api().put("/api/blocks/" + alice.id(), null);

        assertThat(alice.api().post(PATH, Map.of("to", alice.id())).status()).isEqualTo(400);
        assertThat(alice.api().post(PATH, Map.of("to", Ids.v7())).status()).isEqualTo(404);
        assertThat(alice.api().post(PATH, Map.of("to", bob.id())).problem()).isEqualTo("already-friends");
        assertThat(alice.api().post(PATH, Map.of("to", carol.id())).problem()).isEqualTo("blocked");
        assertThat(alice.api()
                        .post(PATH, Map.of("to", newUser().id(), "message", "x".repeat(201)))
                        .status())
                .isEqualTo(400);
        assertThat(alice.api().get(PATH + "?direction=sideways").status()).isEqualTo(400);
        assertThat(alice.api().get(PATH + "?state=maybe").status()).isEqualTo(400);
    }

    @Test
    void listsInPages() {
        TestUser alice = newUser();
        for (int i = 0; i < 3; i++) {
            newUser().api().post(PATH, Map.of("to", alice.id()));
        }

        Answer first = alice.api().get(PATH + "?limit=2");
        Answer second = alice.api().get(PATH + "?limit=2&cursor=" + first.text("next"));

        assertThat(first.body().path("items")).hasSize(2);
        assertThat(second.body().path("items")).hasSize(1);
        assertThat(second.body().path("next").isNull()).isTrue();
        assertThat(second.body().path("items"))
                .doesNotContainAnyElementsOf(first.body().path("items"));
    }

    private static List<String> friendsOf(TestUser user) {
        return user.api().get("/api/friends").body().path("items").findValues("user").stream()
                .map(profile -> profile.path("id").asText())
                .toList();
    }
}
