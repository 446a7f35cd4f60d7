package dev.hongyan.message.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.contracts.group.JoinRequestAnswered;
import dev.hongyan.contracts.group.JoinRequested;
import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.kit.outbox.EventProducer;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.TestGroup;
import dev.hongyan.message.World;
import io.agroal.api.AgroalDataSource;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ComponentTest
class GroupTest {
    @Inject
    EventProducer producer;

    @Inject
    AgroalDataSource dataSource;

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

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyOrderAndRepetitionEndInTheSameState(long seed) {
        TestGroup group = TestGroup.of(alice, bob);
        List<DomainEvent> events = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            events.add(group.member(alice, bob, i % 2 == 1, MemberRole.MEMBER, null));
            events.add(group.member(carol, carol, i % 2 == 0, MemberRole.MEMBER, null));
            events.add(new GroupChanged(
                    group.id(), World.nextVersion(), alice, "name " + i, null, null, i % 2 == 1, false));
        }
        events.addAll(List.copyOf(events));
        Collections.shuffle(events, new Random(seed));

        for (int i = 0; i < events.size(); i += 4) {
            World.applied(events.subList(i, Math.min(i + 4, events.size())).toArray(DomainEvent[]::new));
        }

        JsonPath seen = World.as(bob)
                .get("/api/conversations/" + group.id())
                .then()
                .extract()
                .jsonPath();
        assertThat(seen.getString("title")).isEqualTo("name 5");
        World.as(carol).get("/api/conversations/" + group.id()).then().statusCode(404);
        assertThat(sync(bob, group.id()).getInt("items[0].members")).isEqualTo(2);
        assertThat(World.send(bob, group.id(), Ids.v7(), "x").jsonPath().getString("type"))
                .isEqualTo("/problems/muted-all");
    }

    @Test
    void eventsAppliedTwiceAreToldOnce() {
        TestGroup group = TestGroup.of(alice);
        List<EventEnvelope> events = List.of(
                World.envelope(group.member(alice, bob, true, MemberRole.ADMIN, null)),
                World.envelope(
                        new GroupChanged(group.id(), World.nextVersion(), alice, "walkers", null, null, false, false)));

        World.apply(events).then().statusCode(204);
        World.apply(events).then().statusCode(204);
        World.apply(events.stream().map(event -> World.envelope(event.data())).toList())
                .then()
                .statusCode(204);

        assertThat(group.told(alice)).containsExactly("group-created", "group-renamed", "member-added", "role-changed");
    }

    @Test
    void memberMayBeHeardOfBeforeHisGroupAndTheOtherWayRound() {
        UUID early = Ids.v7();
        World.applied(new MemberChanged(early, bob, World.nextVersion(), alice, true, MemberRole.MEMBER, null));
        World.applied(new GroupChanged(early, World.nextVersion(), alice, "climbers", null, "hi", false, false));
        UUID late = Ids.v7();
        World.applied(new GroupChanged(late, World.nextVersion(), alice, "walkers", null, null, false, false));
        World.applied(new MemberChanged(late, bob, World.nextVersion(), alice, true, MemberRole.MEMBER, null));

        assertThat(events(bob, early)).containsExactly("group-created", "group-renamed", "announcement-changed");
        assertThat(World.as(bob).get("/api/conversations/" + early).jsonPath().getString("title"))
                .isEqualTo("climbers");
        assertThat(events(bob, late)).containsExactly("group-created");
    }

    @Test
    void conversationOfAnotherKindNeverBecomesAGroup() {
        UUID direct = World.direct(alice, bob);
        World.append(World.append(direct, alice, "x"));
        TestGroup sound = TestGroup.of(alice);

        for (UUID taken : List.of(direct, alice)) {
            List<EventEnvelope> events = List.of(
                    World.envelope(
                            new GroupChanged(taken, World.nextVersion(), carol, "mine", null, null, false, false)),
                    World.envelope(
                            new MemberChanged(taken, carol, World.nextVersion(), carol, true, MemberRole.OWNER, null)),
                    World.envelope(sound.member(alice, carol, true, MemberRole.MEMBER, null)));
            World.apply(events).then().statusCode(400);
            World.as(carol).get("/api/conversations/" + taken).then().statusCode(404);
        }

        assertThat(World.as(bob).get("/api/conversations/" + direct).jsonPath().getString("kind"))
                .isEqualTo("direct");
        assertThat(sound.told(carol)).containsExactly("member-added");
    }

    @Test
    void thousandMembersComeAndGoWithinTheTimeOfACall() {
        TestGroup group = TestGroup.of(alice);
        UUID[] users = IntStream.range(0, 1_000).mapToObj(_ -> Ids.v7()).toArray(UUID[]::new);

        long began = System.nanoTime();
        group.add(alice, users);
        long added = System.nanoTime();
        group.dissolve(alice);
        long dissolved = System.nanoTime();

        assertThat(Duration.ofNanos(added - began)).isLessThan(Duration.ofSeconds(1));
        assertThat(Duration.ofNanos(dissolved - added)).isLessThan(Duration.ofSeconds(1));
        JsonPath sync = sync(users[7], group.id());
        assertThat(sync.getList("items[0].messages.body.event")).containsExactly("member-added", "group-dissolved");
        assertThat(sync.getList("items[0].messages[1].body.members")).hasSize(1_001);
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

    @Test
    void whatTheCallCouldNotBringComesByTheTopic() {
        UUID group = Ids.v7();
        for (DomainEvent event : List.of(
                new GroupChanged(group, World.nextVersion(), alice, "climbers", null, null, false, false),
                new MemberChanged(group, alice, World.nextVersion(), alice, true, MemberRole.OWNER, null))) {
            producer.send(World.envelope(event)).join();
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(events(alice, group)).containsExactly("group-created"));
    }

    @Test
    void groupThatIsHeldIsUnavailableAndHoldsNoOtherUp() throws Exception {
        TestGroup held = TestGroup.of(alice);
        TestGroup free = TestGroup.of(alice);
        try (Connection holder = dataSource.getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select from conversation where id = '" + held.id() + "' for update");
            Thread stuck = Thread.ofVirtual()
                    .start(() -> World.apply(
                                    List.of(World.envelope(held.member(alice, bob, true, MemberRole.MEMBER, null))))
                            .then()
                            .statusCode(503));

            long began = System.nanoTime();
            free.add(alice, bob);
            World.block(alice, carol, true);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));

            stuck.join();
            holder.rollback();
            holder.setAutoCommit(true);
        }
        assertThat(held.told(alice)).containsExactly("group-created");
        held.add(alice, bob);
        assertThat(held.told(bob)).containsExactly("member-added");
    }

    private static List<String> events(UUID reader, UUID group) {
        return World.as(reader)
                .get("/api/conversations/" + group + "/messages")
                .jsonPath()
                .getList("items.body.event");
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
