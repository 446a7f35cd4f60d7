package dev.hongyan.group.member;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.contracts.group.GroupEvent;
import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.group.GroupServiceTest;
import dev.hongyan.group.TestUser;
import dev.hongyan.kit.testing.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MemberTest extends GroupServiceTest {
    @Test
    void areAddedAndToldOfInOneCall() {
        TestUser alice = newUser();
        TestUser bob = newUser("Bob", "/api/media/b");
        TestUser carol = newUser();
        String group = alice.group();

        Answer answer = alice.add(group, carol, bob, carol);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("items").findValuesAsText("id")).isEqualTo(TestUser.ids(carol, bob));
        JsonNode added = answer.body().path("items").path(1);
        assertThat(added.path("user").path("username").asText()).isEqualTo(bob.username());
        assertThat(added.path("user").path("displayName").asText()).isEqualTo("Bob");
        assertThat(added.path("user").path("avatarUrl").asText()).isEqualTo("/api/media/b");
        assertThat(added.path("role").asText()).isEqualTo("member");
        assertThat(added.path("mutedUntil").isNull()).isTrue();
        assertThat(added.path("nickname").isNull()).isTrue();
        assertThat(added.path("joinedAt").asText()).endsWith("Z");
        assertThat(alice.see(group).body().path("memberCount").asInt()).isEqualTo(3);
        assertThat(told(group).subList(1, 3))
                .containsExactlyInAnyOrder(joined(group, bob, 1, alice), joined(group, carol, 1, alice));
    }

    @Test
    void changeNothingWhenTheyAreAddedAgainButAreToldOfAgain() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.group(bob);
        int before = told(group).size();

        Answer answer = bob.add(group, bob, alice);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("items")).hasSize(2);
        assertThat(alice.see(group).body().path("memberCount").asInt()).isEqualTo(2);
        List<GroupEvent> again = told(group).subList(before, told(group).size());
        assertThat(again).hasSize(3).contains(joined(group, bob, 1, alice)).allMatch(event -> event.version() == 1);
    }

    @Test
    void areAddedByPlainMembersUnlessTheAdminsHaveSettledOtherwise() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        TestUser carol = newUser();
        String group = alice.group(bob, carol);
        assertThat(bob.add(group, newUser()).status()).isEqualTo(200);
        alice.api().patch("/api/groups/" + group, Map.of("settings", Map.of("membersMayInvite", false)));
        alice.raise(group, carol, "admin");

        assertThat(bob.add(group, newUser()).problem()).isEqualTo("forbidden");
        assertThat(carol.add(group, newUser()).status()).isEqualTo(200);
        assertThat(newUser().add(group, newUser()).problem()).isEqualTo("not-a-member");
    }

    @Test
    void areNoMoreThanAGroupMayHave() {
        TestUser alice = newUser();
        String group = alice.group(people(59));

        Answer answer = alice.add(group, newUser());

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("group-full");
        assertThat(alice.api()
                        .post("/api/groups", Map.of("name", "n", "members", TestUser.ids(people(60))))
                        .problem())
                .isEqualTo("group-full");
        assertThat(alice.see(group).body().path("memberCount").asInt()).isEqualTo(60);
        assertThat(alice.members(group)).hasSize(60);
    }

    @Test
    void areRefusedWhenTheyDoNotExistOrAreNoIds() {
        TestUser alice = newUser();
        String path = "/api/groups/" + alice.group() + "/members";
        String id = newUser().id().toString();
        List<Object> refused = List.of(
                "{}",
                "{\"users\":[]}",
                "{\"users\":null}",
                "{\"users\":[null]}",
                Map.of("users", List.of(id, UUID.randomUUID().toString())),
                Map.of("users", Collections.nCopies(1_001, id)));
        for (Object body : refused) {
            Answer answer = alice.api().post(path, body);
            assertThat(answer.status()).as(body.toString()).isEqualTo(400);
            assertThat(answer.body().path("violations").findValuesAsText("field"))
                    .as(body.toString())
                    .containsExactly("users");
        }
        assertThat(alice.api().post(path, "{\"users\":\"" + id + "\"}").status())
                .isEqualTo(400);
    }

    @Test
    void leaveAndAreToldOf() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        TestUser carol = newUser();
        String group = alice.group(bob, carol);

        assertThat(bob.leave(group).status()).isEqualTo(204);
        assertThat(carol.remove(group, carol).status()).isEqualTo(204);

        assertThat(told(group)).endsWith(left(group, bob, 2, bob), left(group, carol, 2, carol));
        assertThat(bob.see(group).problem()).isEqualTo("not-a-member");
        assertThat(alice.see(group).body().path("memberCount").asInt()).isEqualTo(1);
        assertThat(alice.members(group)).hasSize(1);
        assertThat(bob.leave(group).status()).isEqualTo(204);
        assertThat(told(group)).endsWith(left(group, bob, 2, bob));
        assertThat(newUser().leave(group).problem()).isEqualTo("not-a-member");
    }

    @Test
    void leaveLastWhenTheGroupIsTheirs() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.group(bob);

        assertThat(alice.leave(group).status()).isEqualTo(409);
        assertThat(alice.remove(group, alice).problem()).isEqualTo("owner-must-stay");
        bob.leave(group);
        assertThat(alice.leave(group).status()).isEqualTo(204);
        assertThat(told(group).getLast())
                .isInstanceOfSatisfying(
                        GroupChanged.class,
                        event -> assertThat(event.dissolved()).isTrue());
        assertThat(alice.see(group).status()).isEqualTo(404);
    }

    @Test
    void areRemovedByWhoOutranksThem() {
        TestUser owner = newUser();
        TestUser admin = newUser();
        TestUser other = newUser();
        TestUser plain = newUser();
        TestUser second = newUser();
        String group = owner.group(admin, other, plain, second);
        owner.raise(group, admin, "admin");
        owner.raise(group, other, "admin");

        for (TestUser above : List.of(owner, admin, other, second)) {
            assertThat(plain.remove(group, above).problem()).isEqualTo("forbidden");
        }
        assertThat(admin.remove(group, owner).problem()).isEqualTo("forbidden");
        assertThat(admin.remove(group, other).problem()).isEqualTo("forbidden");
        assertThat(newUser().remove(group, plain).problem()).isEqualTo("not-a-member");
        assertThat(admin.remove(group, newUser()).problem()).isEqualTo("not-found");
        assertThat(admin.remove(group, plain).status()).isEqualTo(204);
        assertThat(owner.remove(group, other).status()).isEqualTo(204);

        assertThat(told(group)).endsWith(left(group, plain, 2, admin), left(group, other, 3, owner));
        assertThat(plain.see(group).status()).isEqualTo(404);
        assertThat(admin.remove(group, plain).status()).isEqualTo(204);
        assertThat(told(group)).endsWith(left(group, plain, 2, admin));
        assertThat(owner.see(group).body().path("memberCount").asInt()).isEqualTo(3);
    }

    @Test
    void comeBackWithANewVersionAndNoRole() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.group(bob);
        alice.raise(group, bob, "admin");
        alice.remove(group, bob);

        assertThat(alice.add(group, bob).status()).isEqualTo(200);

        assertThat(told(group)).endsWith(joined(group, bob, 4, alice));
        assertThat(bob.see(group).text("myRole")).isEqualTo("member");
    }

    @Test
    void areListedByRankAndThenByJoining() {
        TestUser owner = newUser();
        TestUser first = newUser();
        TestUser admin = newUser();
        String group = owner.group(first);
        List<TestUser> later = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            later.add(newUser());
            owner.add(group, later.getLast());
        }
        owner.add(group, admin);
        owner.raise(group, admin, "admin");
        List<String> expected = Stream.concat(Stream.of(owner, admin, first), later.stream())
                .map(user -> user.id().toString())
                .toList();

        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = first.api()
                    .get("/api/groups/" + group + "/members?limit=2" + cursor)
                    .body();
            page.path("items")
                    .forEach(item -> found.add(item.path("user").path("id").asText()));
            cursor = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asText();
        } while (!cursor.isEmpty());

        assertThat(found).isEqualTo(expected);
        assertThat(newUser().api().get("/api/groups/" + group + "/members").problem())
                .isEqualTo("not-a-member");
    }

    private TestUser[] people(int count) {
        return Stream.generate(this::newUser).limit(count).toArray(TestUser[]::new);
    }

    private static MemberChanged joined(String group, TestUser user, long version, TestUser actor) {
        return new MemberChanged(UUID.fromString(group), user.id(), version, actor.id(), true, MemberRole.MEMBER, null);
    }

    private static MemberChanged left(String group, TestUser user, long version, TestUser actor) {
        return new MemberChanged(
                UUID.fromString(group), user.id(), version, actor.id(), false, MemberRole.MEMBER, null);
    }
}
