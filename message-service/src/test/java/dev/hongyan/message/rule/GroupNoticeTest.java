package dev.hongyan.message.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.contracts.group.JoinRequestAnswered;
import dev.hongyan.contracts.group.JoinRequested;
import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.TestGroup;
import dev.hongyan.message.World;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ComponentTest
class GroupNoticeTest {
    private UUID alice;
    private UUID bob;
    private UUID carol;

    @BeforeEach
    void people() {
        alice = World.user("alice");
        bob = World.user("bob");
        carol = World.user("carol");
    }

    @Test
    void firstNoticeNamesTheGroupAndItsFirstMembers() {
        TestGroup group = TestGroup.of(alice, bob);

        JsonPath history = group.history(bob);

        assertThat(history.getList("items.body.event")).containsExactly("group-created");
        assertThat(history.getString("items[0].body.name")).isEqualTo("climbers");
        assertThat(history.getString("items[0].sender")).isEqualTo(alice.toString());
        assertThat(history.getList("items[0].body.members"))
                .containsExactlyInAnyOrder(alice.toString(), bob.toString());
    }

    @Test
    void whoComesAndGoesIsToldByWhomItWasDone() {
        TestGroup group = TestGroup.of(alice);
        UUID dave = World.user("dave");

        group.join(bob);
        group.add(alice, carol, dave);
        group.leave(bob);
        group.remove(alice, carol, dave);

        JsonPath history = group.history(alice);
        assertThat(history.getList("items.body.event"))
                .containsExactly("group-created", "member-joined", "member-added", "member-left", "member-removed");
        assertThat(history.getList("items.sender"))
                .containsExactly(alice.toString(), bob.toString(), alice.toString(), bob.toString(), alice.toString());
        assertThat(history.getList("items[1].body.members")).containsExactly(bob.toString());
        assertThat(history.getList("items[2].body.members"))
                .containsExactlyInAnyOrder(carol.toString(), dave.toString());
        assertThat(history.getList("items[4].body.members"))
                .containsExactlyInAnyOrder(carol.toString(), dave.toString());
    }

    @Test
    void changesOfTheGroupAreToldOneByOne() {
        TestGroup group = TestGroup.of(alice);

        group.describe(alice, "walkers", "/avatar", "hello");
        group.describe(alice, "walkers", null, null);
        group.muteAll(alice, true);
        group.muteAll(alice, false);

        JsonPath history = group.history(alice);
        assertThat(history.getList("items.body.event"))
                .containsExactly(
                        "group-created",
                        "group-renamed",
                        "avatar-changed",
                        "announcement-changed",
                        "avatar-changed",
                        "announcement-changed",
                        "everyone-muted",
                        "everyone-unmuted");
        assertThat(history.getString("items[1].body.name")).isEqualTo("walkers");
        assertThat(history.getString("items[2].body.avatarUrl")).isEqualTo("/avatar");
        assertThat(history.getString("items[3].body.announcement")).isEqualTo("hello");
        assertThat(history.getString("items[5].body")).contains("announcement:null");
    }

    @Test
    void rolesAndMutesAreTold() {
        TestGroup group = TestGroup.of(alice, bob, carol);
        Instant until = Instant.parse("2126-11-21T10:00:00.123Z");

        group.role(alice, bob, MemberRole.ADMIN);
        group.mute(bob, carol, until);
        group.mute(bob, carol, until);
        group.mute(bob, carol, null);
        World.applied(
                group.member(alice, alice, true, MemberRole.ADMIN, null),
                group.member(alice, carol, true, MemberRole.OWNER, null));

        JsonPath history = group.history(alice);
        assertThat(history.getList("items.body.event"))
                .containsExactly("group-created", "role-changed", "member-muted", "member-unmuted", "owner-changed");
        assertThat(history.getString("items[1].body.role")).isEqualTo("admin");
        assertThat(history.getString("items[1].body.user")).isEqualTo(bob.toString());
        assertThat(history.getString("items[2].body.until")).isEqualTo("2126-11-21T10:00:00.123Z");
        assertThat(history.getString("items[2].sender")).isEqualTo(bob.toString());
        assertThat(history.getString("items[4].body.user")).isEqualTo(carol.toString());
    }

    @Test
    void muteThatIsOverIsNotToldOf() {
        TestGroup group = TestGroup.of(alice, bob);

        group.mute(alice, bob, Instant.now().minusSeconds(1));
        group.mute(alice, bob, null);

        assertThat(group.told(bob)).containsExactly("group-created");
    }

    @Test
    void dissolvingTakesEverybodyOutForGood() {
        TestGroup group = TestGroup.of(alice, bob);
        MemberChanged late = group.member(alice, carol, true, MemberRole.MEMBER, null);

        group.dissolve(alice);
        World.applied(late);
        World.applied(
                new GroupChanged(group.id(), World.nextVersion(), alice, "again", null, null, false, false),
                group.member(alice, bob, true, MemberRole.MEMBER, null));

        for (UUID user : List.of(alice, bob, carol)) {
            World.as(user).get("/api/conversations/" + group.id()).then().statusCode(404);
        }
        JsonPath sync = sync(bob, group.id());
        assertThat(sync.getBoolean("items[0].member")).isFalse();
        assertThat(sync.getInt("items[0].members")).isZero();
        assertThat(sync.getList("items[0].messages.body.event")).containsExactly("group-created", "group-dissolved");
        assertThat(sync.getList("items[0].messages[1].body.members"))
                .containsExactlyInAnyOrder(alice.toString(), bob.toString());
        assertThat(sync.getList("items[0].left")).containsExactlyInAnyOrder(alice.toString(), bob.toString());
    }

    @Test
    void requestsToJoinAppearInTheSelfConversationsOnce() {
        UUID group = Ids.v7();
        UUID request = Ids.v7();
        DomainEvent[] events = {
            new JoinRequested(group, request, World.nextVersion(), carol, "please", List.of(alice, bob)),
            new JoinRequestAnswered(group, request, World.nextVersion(), carol, bob, true)
        };

        World.applied(events);
        World.applied(events);

        for (UUID leader : List.of(alice, bob)) {
            JsonPath asked = self(leader);
            assertThat(asked.getList("items.body.event")).containsExactly("welcome", "join-requested");
            assertThat(asked.getString("items[1].body.group")).isEqualTo(group.toString());
            assertThat(asked.getString("items[1].body.user")).isEqualTo(carol.toString());
            assertThat(asked.getString("items[1].body.message")).isEqualTo("please");
        }
        JsonPath answered = self(carol);
        assertThat(answered.getList("items.body.event")).containsExactly("welcome", "join-request-answered");
        assertThat(answered.getBoolean("items[1].body.accepted")).isTrue();
        assertThat(answered.getString("items[1].sender")).isEqualTo(bob.toString());
    }

    private static JsonPath self(UUID user) {
        return World.as(user)
                .get("/api/conversations/" + user + "/messages")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath sync(UUID user, UUID group) {
        return World.service()
                .contentType("application/json")
                .body("{\"user\":\"" + user + "\",\"limit\":100,\"items\":[{\"conversation\":\"" + group
                        + "\",\"after\":null}]}")
                .post("/internal/sync")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
