package dev.hongyan.user.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.user.TestUser;
import dev.hongyan.user.UserServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class FriendsAndBlocksTest extends UserServiceTest {
    private static final String FRIENDS = "/api/friends";
    private static final String BLOCKS = "/api/blocks";

    @Test
    void namesAndTagsAFriendForOneselfAlone() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        alice.befriend(bob);
        String path = FRIENDS + "/" + bob.id();

        Answer labelled = alice.api().patch(path, Map.of("alias", " 小波 ", "tags", List.of("work", "work", "家人")));

        assertThat(labelled.status()).isEqualTo(200);
        assertThat(labelled.text("alias")).isEqualTo("小波");
        assertThat(labelled.body().path("tags")).extracting(JsonNode::asText).containsExactly("work", "家人");
        assertThat(alice.api().get(FRIENDS).body().path("items").path(0)).isEqualTo(labelled.body());
        assertThat(bob.api()
                        .get(FRIENDS)
                        .body()
                        .path("items")
                        .path(0)
                        .path("alias")
                        .isNull())
                .isTrue();

        Map<String, Object> cleared = new HashMap<>();
        cleared.put("alias", null);
        Answer after = alice.api().patch(path, cleared);
        assertThat(after.body().path("alias").isNull()).isTrue();
        assertThat(after.body().path("tags")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alias\":5}",
                "{\"tags\":\"work\"}",
                "{\"tags\":[1]}",
                "{\"tags\":[\"\"]}",
                "{\"tags\":[null]}",
                "{\"tags\":[\"\\u0000\"]}",
                "{\"alias\":\"\\udfff\"}",
                "[]",
                "null",
                ""
            })
    void refusesALabelThatBreaksARule(String body) {
        TestUser alice = newUser();
        TestUser bob = newUser();
        alice.befriend(bob);

        assertThat(alice.api().patch(FRIENDS + "/" + bob.id(), body).status()).isEqualTo(400);
    }

    @Test
    void limitsLabels() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        alice.befriend(bob);
        String path = FRIENDS + "/" + bob.id();

        assertThat(alice.api().patch(path, Map.of("alias", "x".repeat(65))).status())
                .isEqualTo(400);
        assertThat(alice.api()
                        .patch(path, Map.of("tags", Collections.nCopies(21, "tag")))
                        .status())
                .isEqualTo(400);
        assertThat(alice.api()
                        .patch(path, Map.of("tags", List.of("x".repeat(33))))
                        .status())
                .isEqualTo(400);
        assertThat(alice.api()
                        .patch(FRIENDS + "/" + newUser().id(), Map.of("alias", "x"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void endsAFriendshipOnBothSides() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        alice.befriend(bob);

        assertThat(alice.api().delete(FRIENDS + "/" + bob.id()).status()).isEqualTo(202);

        assertThat(alice.api().get(FRIENDS).body().path("items")).isEmpty();
        assertThat(bob.api().get(FRIENDS).body().path("items")).isEmpty();
        assertThat(alice.api().delete(FRIENDS + "/" + bob.id()).status()).isEqualTo(202);
        assertThat(alice.api().delete(FRIENDS + "/" + newUser().id()).status()).isEqualTo(204);
        assertThat(alice.api().delete(FRIENDS + "/" + Ids.v7()).status()).isEqualTo(404);
        alice.befriend(bob);
        assertThat(bob.api().get(FRIENDS).body().path("items")).hasSize(1);
    }

    @Test
    void listsFriendsInPages() {
        TestUser alice = newUser();
        for (int i = 0; i < 3; i++) {
            alice.befriend(newUser());
        }

        Answer first = alice.api().get(FRIENDS + "?limit=2");
        Answer second = alice.api().get(FRIENDS + "?limit=2&cursor=" + first.text("next"));

        assertThat(first.body().path("items")).hasSize(2);
        assertThat(second.body().path("items")).hasSize(1);
        assertThat(second.body().path("next").isNull()).isTrue();
    }

    @Test
    void blocksAndUnblocks() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String path = BLOCKS + "/" + bob.id();

        assertThat(alice.api().put(path, null).status()).isEqualTo(202);
        assertThat(alice.api().put(path, null).status()).isEqualTo(202);
        JsonNode items = alice.api().get(BLOCKS).body().path("items");
        assertThat(items).hasSize(1);
        assertThat(items.path(0).path("user").path("id").asText()).isEqualTo(bob.id());

        assertThat(alice.api().delete(path).status()).isEqualTo(202);
        assertThat(alice.api().delete(path).status()).isEqualTo(202);
        assertThat(alice.api().get(BLOCKS).body().path("items")).isEmpty();
    }

    @Test
    void refusesToBlockWhoCannotBe() {
        TestUser alice = newUser();

        assertThat(alice.api().put(BLOCKS + "/" + alice.id(), null).status()).isEqualTo(400);
        assertThat(alice.api().put(BLOCKS + "/" + Ids.v7(), null).status()).isEqualTo(404);
        assertThat(alice.api().put(BLOCKS + "/x", null).status()).isEqualTo(400);
        assertThat(alice.api().delete(BLOCKS + "/" + newUser().id()).status()).isEqualTo(204);
        assertThat(alice.api().delete(BLOCKS + "/" + Ids.v7()).status()).isEqualTo(404);
    }

    @Test
    void comesToOneEndWhenBothBlockAndUnblockAtOnce() {
        TestUser alice = newUser();
        TestUser bob = newUser();

        List<Answer> answers = Api.together(32, () -> {
            Api.untilThere(() -> bob.api().put(BLOCKS + "/" + alice.id(), null));
            return Api.untilThere(() -> alice.api().put(BLOCKS + "/" + bob.id(), null));
        });

        assertThat(answers).extracting(Answer::status).containsOnly(202);
        assertThat(alice.api().get(BLOCKS).body().path("items")).hasSize(1);
        assertThat(bob.api().get(BLOCKS).body().path("items")).hasSize(1);
    }
}
