package dev.hongyan.group.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.group.GroupServiceTest;
import dev.hongyan.group.TestUser;
import dev.hongyan.kit.testing.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GroupCreationTest extends GroupServiceTest {
    @Test
    void isMadeWithItsMembersAndToldOfBeforeTheAnswer() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String a = alice.id().toString();
        String b = bob.id().toString();

        Answer answer = alice.api()
                .post(
                        "/api/groups",
                        Map.of(
                                "name",
                                " 鸿雁 ",
                                "members",
                                List.of(b, a, b),
                                "avatar",
                                "/api/media/x",
                                "joinPolicy",
                                "open"));

        assertThat(answer.status()).isEqualTo(201);
        JsonNode group = answer.body();
        assertThat(group.path("name").asText()).isEqualTo("鸿雁");
        assertThat(group.path("number").asInt()).isBetween(100_000_000, 999_999_999);
        assertThat(group.path("avatarUrl").asText()).isEqualTo("/api/media/x");
        assertThat(group.path("owner").asText()).isEqualTo(a);
        assertThat(group.path("joinPolicy").asText()).isEqualTo("open");
        assertThat(group.path("memberCount").asInt()).isEqualTo(2);
        assertThat(group.path("announcement").isNull()).isTrue();
        assertThat(group.path("mutedAll").asBoolean()).isFalse();
        assertThat(group.path("myRole").asText()).isEqualTo("owner");
        assertThat(group.path("settings").path("membersMayInvite").asBoolean()).isTrue();
        UUID id = UUID.fromString(answer.text("id"));
        GroupChanged begun = new GroupChanged(
                id, 1, alice.id(), "鸿雁", "/api/media/x", null, false, false, List.of(alice.id(), bob.id()));
        assertThat(told(answer.text("id"))).containsExactly(begun);
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(published(answer.text("id")))
                        .containsExactly(
                                begun,
                                new MemberChanged(id, alice.id(), 1, alice.id(), true, MemberRole.OWNER, null),
                                new MemberChanged(id, bob.id(), 1, alice.id(), true, MemberRole.MEMBER, null)));
        assertThat(bob.see(answer.text("id")).text("myRole")).isEqualTo("member");
    }

    @Test
    void needsNothingButAName() {
        Answer answer = newUser().api().post("/api/groups", Map.of("name", "Geese"));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("joinPolicy")).isEqualTo("approval");
        assertThat(answer.body().path("memberCount").asInt()).isEqualTo(1);
        assertThat(answer.body().path("avatarUrl").isNull()).isTrue();
    }

    @Test
    void refusesWhatIsNoGroup() {
        TestUser alice = newUser();
        String id = newUser().id().toString();
        Map<String, Object> tooMany = Map.of("name", "n", "members", Collections.nCopies(1_001, id));
        Map<Object, String> refused = new HashMap<>();
        refused.put(Map.of(), "name");
        refused.put(Map.of("name", "   "), "name");
        refused.put(Map.of("name", "雁".repeat(61)), "name");
        refused.put(Map.of("name", "n", "avatar", "javascript:alert(1)"), "avatar");
        refused.put(Map.of("name", "n", "joinPolicy", "closed"), "joinPolicy");
        refused.put(Map.of("name", "n", "members", List.of(UUID.randomUUID().toString())), "members");
        refused.put("{\"name\":\"n\",\"members\":[null]}", "members");
        refused.put(tooMany, "members");

        refused.forEach((body, field) -> {
            Answer answer = alice.api().post("/api/groups", body);
            assertThat(answer.status()).as(field).isEqualTo(400);
            assertThat(answer.body().path("violations").findValuesAsText("field"))
                    .as(field)
                    .containsExactly(field);
        });
        assertThat(alice.api()
                        .post("/api/groups", Map.of("name", "雁".repeat(60)))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void tellsInBothLanguagesThatSomebodyDoesNotExist() {
        Map<String, Object> body =
                Map.of("name", "n", "members", List.of(stranger().id().toString()));
        TestUser alice = newUser();

        Answer english = alice.api().with("Accept-Language", "en").post("/api/groups", body);
        Answer chinese = alice.api().with("Accept-Language", "zh-CN").post("/api/groups", body);

        assertThat(english.body().path("violations").findValuesAsText("message"))
                .containsExactly("There is no such person.");
        assertThat(chinese.body().path("violations").findValuesAsText("message"))
                .containsExactly("没有这个人。");
    }
}
