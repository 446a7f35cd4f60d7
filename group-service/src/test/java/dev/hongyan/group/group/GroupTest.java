package dev.hongyan.group.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.group.GroupServiceTest;
import dev.hongyan.group.TestUser;
import dev.hongyan.kit.testing.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GroupTest extends GroupServiceTest {
    @Test
    void isSeenByItsMembersAlone() {
        TestUser alice = newUser();
        String group = alice.group();

        assertThat(alice.see(group).status()).isEqualTo(200);
        for (String absent : List.of(group, UUID.randomUUID().toString())) {
            Answer answer = newUser().see(absent);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.problem()).isEqualTo("not-a-member");
        }
        assertThat(api().get("/api/groups/" + group).status()).isEqualTo(401);
    }

    @Test
    void isFoundByItsNumber() {
        TestUser alice = newUser();
        String group = alice.openGroup();
        alice.api().put("/api/groups/" + group + "/announcement", Map.of("text", "for members"));
        int number = alice.see(group).body().path("number").asInt();

        JsonNode mine = alice.api().get("/api/groups?number=" + number).body();
        JsonNode others = newUser().api().get("/api/groups?number=" + number).body();

        assertThat(mine.path("items").path(0)).isEqualTo(alice.see(group).body());
        assertThat(others.path("next").isNull()).isTrue();
        assertThat(others.path("items")).hasSize(1);
        JsonNode seen = others.path("items").path(0);
        assertThat(seen.path("id").asText()).isEqualTo(group);
        assertThat(seen.path("owner").asText()).isEqualTo(alice.id().toString());
        assertThat(seen.path("myRole").isNull()).isTrue();
        assertThat(seen.path("announcement").isNull()).isTrue();
        alice.api().patch("/api/groups/" + group, Map.of("joinPolicy", "invitation"));
        assertThat(newUser().api().get("/api/groups?number=" + number).body().path("items"))
                .isEmpty();
        assertThat(alice.api().get("/api/groups?number=" + number).body().path("items"))
                .hasSize(1);
        for (String bad : List.of("x", "-1", "1.5", "99999999", "1000000000", "99999999999999999999")) {
            Answer answer = alice.api().get("/api/groups?number=" + bad);
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.body().path("violations").findValuesAsText("field"))
                    .containsExactly("number");
        }
    }

    @Test
    void isInTheListOfItsMembersPageByPage() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        List<String> groups = List.of(alice.group(bob), alice.group(), alice.group(bob));
        bob.leave(groups.getFirst());

        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = alice.api().get("/api/groups?limit=2" + cursor).body();
            found.addAll(page.path("items").findValuesAsText("id"));
            cursor = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asText();
        } while (!cursor.isEmpty());
        assertThat(found).isEqualTo(groups);
        assertThat(bob.api().get("/api/groups").body().path("items").findValuesAsText("id"))
                .containsExactly(groups.getLast());
    }

    @Test
    void isChangedByItsAdminsInPart() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.group(bob);
        String path = "/api/groups/" + group;
        assertThat(bob.api().patch(path, Map.of("name", "x")).problem()).isEqualTo("forbidden");
        alice.raise(group, bob, "admin");

        Answer named = bob.api().patch(path, Map.of("name", "Swans", "avatarUrl", "https://example.org/a.png"));
        Answer settled =
                alice.api().patch(path, Map.of("joinPolicy", "open", "settings", Map.of("membersMayInvite", false)));
        Answer cleared = bob.api().patch(path, "{\"avatarUrl\":null}");

        assertThat(List.of(named.status(), settled.status(), cleared.status())).containsOnly(200);
        assertThat(named.text("myRole")).isEqualTo("admin");
        JsonNode now = alice.see(group).body();
        assertThat(now.path("name").asText()).isEqualTo("Swans");
        assertThat(now.path("avatarUrl").isNull()).isTrue();
        assertThat(now.path("joinPolicy").asText()).isEqualTo("open");
        assertThat(now.path("settings").path("membersMayInvite").asBoolean()).isFalse();
        assertThat(told(group))
                .filteredOn(GroupChanged.class::isInstance)
                .extracting(event -> ((GroupChanged) event).version(), event -> ((GroupChanged) event).actor())
                .containsExactly(tuple(1L, alice.id()), tuple(2L, bob.id()), tuple(2L, bob.id()), tuple(3L, bob.id()));
    }

    @Test
    void refusesChangesThatAreNone() {
        TestUser alice = newUser();
        String path = "/api/groups/" + alice.group();
        Map<String, String> refused = Map.ofEntries(
                Map.entry("{\"name\":null}", "name"),
                Map.entry("{\"name\":\"\"}", "name"),
                Map.entry("{\"name\":5}", "name"),
                Map.entry("{\"name\":\"a\\u0000\"}", "name"),
                Map.entry("{\"name\":\"\\ud800\"}", "name"),
                Map.entry("{\"avatarUrl\":\"ftp://x\"}", "avatarUrl"),
                Map.entry("{\"joinPolicy\":null}", "joinPolicy"),
                Map.entry("{\"joinPolicy\":\"x\"}", "joinPolicy"),
                Map.entry("{\"settings\":5}", "settings"),
                Map.entry("{\"settings\":{\"membersMayInvite\":\"yes\"}}", "settings.membersMayInvite"),
                Map.entry("[]", "body"));
        refused.forEach((body, field) -> {
            Answer answer = alice.api().patch(path, body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.body().path("violations").findValuesAsText("field"))
                    .as(body)
                    .containsExactly(field);
        });
    }

    @Test
    void announcesWhatItsAdminsSay() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.group(bob);
        String path = "/api/groups/" + group + "/announcement";

        assertThat(bob.api().put(path, Map.of("text", "x")).problem()).isEqualTo("forbidden");
        assertThat(alice.api().put(path, Map.of("text", "雁".repeat(2_001))).status())
                .isEqualTo(400);
        for (String none : List.of("5", "null", "[]", "{\"text\":5}", "{\"text\":\"\\ud800\"}")) {
            assertThat(alice.api().put(path, none).status()).as(none).isEqualTo(400);
        }
        assertThat(alice.api().put(path, Map.of("text", "雁".repeat(2_000))).status())
                .isEqualTo(204);
        assertThat(bob.see(group).text("announcement")).isEqualTo("雁".repeat(2_000));
        for (String nothing : List.of("{\"text\":\"\"}", "{\"text\":null}")) {
            alice.api().put(path, Map.of("text", "something"));
            assertThat(alice.api().put(path, nothing).status()).isEqualTo(204);
            assertThat(bob.see(group).body().path("announcement").isNull()).isTrue();
        }
    }

    @Test
    void losesNoAnnouncementToACallThatNamesNone() {
        TestUser alice = newUser();
        String group = alice.group();
        String path = "/api/groups/" + group + "/announcement";
        alice.api().put(path, Map.of("text", "to be read"));

        Answer answer = alice.api().put(path, Map.of("announcement", "something else"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("violations").findValuesAsText("field")).containsExactly("text");
        assertThat(alice.see(group).text("announcement")).isEqualTo("to be read");
    }

    @Test
    void takesItsAvatarByTheNameThatMakingAGroupGivesIt() {
        TestUser alice = newUser();
        String group = alice.group();
        String path = "/api/groups/" + group;

        assertThat(alice.api().patch(path, Map.of("avatar", "/api/media/a")).text("avatarUrl"))
                .isEqualTo("/api/media/a");
        assertThat(alice.api().patch(path, Map.of("avatar", "ftp://x")).status())
                .isEqualTo(400);
        assertThat(alice.api()
                        .patch(path, "{\"avatar\":null}")
                        .body()
                        .path("avatarUrl")
                        .isNull())
                .isTrue();
    }

    @Test
    void isMutedForAllButItsAdmins() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.group(bob);
        String path = "/api/groups/" + group + "/mute";

        assertThat(bob.api().put(path, null).problem()).isEqualTo("forbidden");
        assertThat(alice.api().put(path, null).status()).isEqualTo(204);
        assertThat(bob.see(group).body().path("mutedAll").asBoolean()).isTrue();
        assertThat(alice.api().delete(path).status()).isEqualTo(204);
        assertThat(bob.see(group).body().path("mutedAll").asBoolean()).isFalse();
        assertThat(told(group))
                .filteredOn(GroupChanged.class::isInstance)
                .extracting(event -> ((GroupChanged) event).mutedAll())
                .containsExactly(false, true, false);
    }

    @Test
    void isDissolvedByItsOwnerForEverybody() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.group(bob);
        alice.raise(group, bob, "admin");
        int number = alice.see(group).body().path("number").asInt();

        assertThat(bob.api().delete("/api/groups/" + group).problem()).isEqualTo("forbidden");
        assertThat(alice.api().delete("/api/groups/" + group).status()).isEqualTo(204);

        assertThat(told(group).getLast())
                .isEqualTo(new GroupChanged(UUID.fromString(group), 2, alice.id(), "Geese", null, null, false, true));
        for (TestUser user : List.of(alice, bob)) {
            assertThat(user.see(group).problem()).isEqualTo("not-a-member");
            assertThat(user.api().get("/api/groups").body().path("items")).isEmpty();
            assertThat(user.api().get("/api/groups?number=" + number).body().path("items"))
                    .isEmpty();
            assertThat(user.join(group).problem()).isEqualTo("not-a-member");
            assertThat(user.add(group, newUser()).problem()).isEqualTo("not-a-member");
            assertThat(user.api().get("/api/groups/" + group + "/members").problem())
                    .isEqualTo("not-a-member");
        }
        assertThat(bob.leave(group).problem()).isEqualTo("not-a-member");
        assertThat(bob.api().delete("/api/groups/" + group).problem()).isEqualTo("not-a-member");
    }
}
