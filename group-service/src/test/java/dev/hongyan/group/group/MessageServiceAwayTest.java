package dev.hongyan.group.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.contracts.group.GroupEvent;
import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.group.GroupServiceTest;
import dev.hongyan.group.TestUser;
import dev.hongyan.kit.testing.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MessageServiceAwayTest extends GroupServiceTest {
    @Test
    void everyChangeAnswers202WithTheSameBodyAndArrivesByTheBroker() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        TestUser carol = newUser();
        neighbours().put("/away/message", null);

        Answer made = alice.api().post("/api/groups", Map.of("name", "Geese", "joinPolicy", "open"));
        String group = made.text("id");
        String path = "/api/groups/" + group;
        Answer added = alice.add(group, bob);
        Answer changed = alice.api().patch(path, Map.of("name", "Swans"));
        Answer joined = carol.join(group);
        List<Answer> bodiless = List.of(
                alice.raise(group, bob, "admin"),
                alice.mute(group, carol),
                alice.api().delete(path + "/members/" + carol.id() + "/mute"),
                alice.api().put(path + "/mute", null),
                alice.api().delete(path + "/mute"),
                alice.api().put(path + "/announcement", Map.of("text", "hear")),
                alice.remove(group, carol),
                bob.leave(group),
                alice.api().delete(path));

        assertThat(List.of(made.status(), added.status(), changed.status(), joined.status()))
                .containsOnly(202);
        assertThat(bodiless).extracting(Answer::status).containsOnly(202);
        assertThat(made.text("myRole")).isEqualTo("owner");
        assertThat(added.body().path("items")).hasSize(1);
        assertThat(changed.text("name")).isEqualTo("Swans");
        assertThat(joined.text("myRole")).isEqualTo("member");
        assertThat(told(group)).isEmpty();
        UUID id = UUID.fromString(group);
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            List<GroupEvent> events = published(group);
            assertThat(events)
                    .contains(
                            new GroupChanged(id, 1, alice.id(), "Geese", null, null, false, false, List.of(alice.id())),
                            new GroupChanged(id, 2, alice.id(), "Swans", null, null, false, false),
                            new GroupChanged(id, 3, alice.id(), "Swans", null, null, true, false),
                            new GroupChanged(id, 6, alice.id(), "Swans", null, "hear", false, true),
                            new MemberChanged(id, bob.id(), 1, alice.id(), true, MemberRole.MEMBER, null),
                            new MemberChanged(id, bob.id(), 2, alice.id(), true, MemberRole.ADMIN, null),
                            new MemberChanged(id, bob.id(), 3, bob.id(), false, MemberRole.MEMBER, null),
                            new MemberChanged(id, carol.id(), 1, carol.id(), true, MemberRole.MEMBER, null),
                            new MemberChanged(id, carol.id(), 4, alice.id(), false, MemberRole.MEMBER, null));
            assertThat(events).hasSize(14);
        });
    }

    @Test
    void aLostCallIsMendedByRepeatingTheCommand() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.group();
        neighbours().put("/away/message", null);
        assertThat(alice.add(group, bob).status()).isEqualTo(202);
        neighbours().delete("/away/message");

        assertThat(alice.add(group, bob).status()).isEqualTo(200);

        assertThat(told(group))
                .contains(new MemberChanged(
                        UUID.fromString(group), bob.id(), 1, alice.id(), true, MemberRole.MEMBER, null));
    }

    @Test
    void addingAnotherTellsOfThoseWhoWereNamedAsWell() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        TestUser carol = newUser();
        String group = alice.group();
        neighbours().put("/away/message", null);
        assertThat(alice.add(group, bob).status()).isEqualTo(202);
        neighbours().delete("/away/message");

        assertThat(alice.add(group, carol, bob).status()).isEqualTo(200);

        UUID id = UUID.fromString(group);
        assertThat(told(group))
                .contains(
                        new MemberChanged(id, bob.id(), 1, alice.id(), true, MemberRole.MEMBER, null),
                        new MemberChanged(id, carol.id(), 1, alice.id(), true, MemberRole.MEMBER, null));
    }

    @Test
    void theEndOfAGroupIsToldAgainToWhoRepeatsIt() {
        TestUser alice = newUser();
        String ended = alice.group();
        String left = alice.group();
        neighbours().put("/away/message", null);
        assertThat(alice.api().delete("/api/groups/" + ended).status()).isEqualTo(202);
        assertThat(alice.leave(left).status()).isEqualTo(202);
        neighbours().delete("/away/message");

        assertThat(alice.api().delete("/api/groups/" + ended).status()).isEqualTo(204);
        assertThat(alice.leave(left).status()).isEqualTo(204);
        assertThat(newUser().api().delete("/api/groups/" + ended).problem()).isEqualTo("not-a-member");

        for (String group : List.of(ended, left)) {
            assertThat(told(group).getLast())
                    .isEqualTo(
                            new GroupChanged(UUID.fromString(group), 2, alice.id(), "Geese", null, null, false, true));
        }
    }

    @Test
    void whatIsRefusedIsToldToNobody() throws Exception {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.group(bob);
        int before = told(group).size();

        assertThat(bob.remove(group, alice).status()).isEqualTo(403);
        assertThat(bob.mute(group, alice).status()).isEqualTo(403);
        assertThat(alice.leave(group).status()).isEqualTo(409);
        alice.api().patch("/api/groups/" + group, Map.of("name", "Swans"));

        assertThat(told(group)).hasSize(before + 1);
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(published(group))
                        .as("the group and its two members, and its new name")
                        .hasSize(4));
    }
}
