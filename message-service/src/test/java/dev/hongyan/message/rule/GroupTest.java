package dev.hongyan.message.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.Topics;
import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.kit.outbox.EventProducer;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.Records;
import dev.hongyan.message.TestGroup;
import dev.hongyan.message.World;
import io.agroal.api.AgroalDataSource;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ComponentTest
class GroupTest {
    private static final long PATIENCE_MILLIS = 10_000;

    @Inject
    RuleService rules;

    @Inject
    EventProducer producer;

    @Inject
    AgroalDataSource dataSource;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String brokers;

    private UUID alice;
    private UUID bob;
    private UUID carol;

    @BeforeEach
    void people() {
        alice = World.user("alice");
        bob = World.user("bob");
        carol = World.user("carol");
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
    void theCallTakesNoMemberOfAGroupWhoseMakingIsStillOnItsWay() {
        UUID group = Ids.v7();
        long version = World.nextVersion();
        EventEnvelope made = World.envelope(
                new GroupChanged(group, version, alice, "climbers", null, null, false, false, List.of(alice, bob)));
        EventEnvelope promoted =
                World.envelope(new MemberChanged(group, bob, World.nextVersion(), alice, true, MemberRole.ADMIN, null));

        World.apply(List.of(promoted)).then().statusCode(404);
        World.as(bob).get("/api/conversations/" + group).then().statusCode(404);
        EventEnvelope stands =
                World.envelope(new GroupChanged(group, version, alice, "climbers", null, null, false, false));
        World.apply(List.of(stands, promoted)).then().statusCode(404);
        World.applied(new GroupChanged(group, World.nextVersion(), alice, "climbers", null, "hi", false, false));
        World.apply(List.of(promoted)).then().statusCode(404);
        World.apply(List.of(made)).then().statusCode(204);
        World.apply(List.of(promoted)).then().statusCode(204);

        assertThat(events(alice, group)).containsExactly("group-created", "role-changed");
        assertThat(events(bob, group)).containsExactly("group-created", "role-changed");
    }

    @Test
    void theTopicMayTellOfAMemberBeforeHisGroupAndTheOtherWayRound() throws Exception {
        UUID early = Ids.v7();
        told(new MemberChanged(early, bob, World.nextVersion(), alice, true, MemberRole.MEMBER, null));
        told(new GroupChanged(early, World.nextVersion(), alice, "climbers", null, "hi", false, false));
        UUID late = Ids.v7();
        told(new GroupChanged(late, World.nextVersion(), alice, "walkers", null, null, false, false));
        told(new MemberChanged(late, bob, World.nextVersion(), alice, true, MemberRole.MEMBER, null));

        assertThat(events(bob, early)).containsExactly("group-created", "group-renamed", "announcement-changed");
        assertThat(World.as(bob).get("/api/conversations/" + early).jsonPath().getString("title"))
                .isEqualTo("climbers");
        assertThat(events(bob, late)).containsExactly("group-created");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void groupBeginsWithAllItsFoundersThoughItsEventsComeOneByOne(int first) {
        UUID group = Ids.v7();
        long version = World.nextVersion();
        DomainEvent[] events = {
            new GroupChanged(group, version, alice, "climbers", null, null, false, false, List.of(alice, bob, carol)),
            new MemberChanged(group, alice, version, alice, true, MemberRole.OWNER, null),
            new MemberChanged(group, bob, version, alice, true, MemberRole.MEMBER, null),
            new MemberChanged(group, carol, version, alice, true, MemberRole.MEMBER, null)
        };

        World.applied(Arrays.copyOf(events, first));
        World.applied(events);

        for (UUID user : List.of(alice, bob, carol)) {
            assertThat(events(user, group)).containsExactly("group-created");
        }
        assertThat(World.as(bob)
                        .get("/api/conversations/" + group + "/messages")
                        .jsonPath()
                        .getList("items[0].body.members"))
                .containsExactlyInAnyOrder(alice.toString(), bob.toString(), carol.toString());
        assertThat(sync(bob, group).getInt("items[0].members")).isEqualTo(3);
    }

    @Test
    void whatBecameOfFoundersMeanwhileIsToldBehindTheBeginning() {
        UUID group = Ids.v7();
        long version = World.nextVersion();
        World.applied(
                new GroupChanged(
                        group, version, alice, "climbers", null, null, false, false, List.of(alice, bob, carol)),
                new MemberChanged(group, bob, World.nextVersion(), alice, true, MemberRole.ADMIN, null));
        World.applied(new MemberChanged(group, bob, version, alice, true, MemberRole.MEMBER, null));

        assertThat(events(carol, group)).containsExactly("group-created", "role-changed");
    }

    @Test
    void moreMembersThanARecordHoldsAreCountedAndAskedFor() throws Exception {
        UUID[] many = Stream.generate(Ids::v7).limit(600).toArray(UUID[]::new);
        TestGroup group = TestGroup.of(alice, many);
        World.append(World.append(group.id(), alice, "x"));
        assertThat(group.history(alice).getInt("items[0].body.count")).isEqualTo(601);
        assertThat(group.history(alice).getString("items[0].body.members")).isNull();
        assertThat(sync(alice, group.id()).getString("items[0].joined")).isEqualTo("ask");
        assertThat(sync(alice, group.id()).getList("items[0].left")).isEmpty();

        group.dissolve(alice);

        assertThat(sync(alice, group.id()).getString("items[0].left")).isEqualTo("ask");
        List<ConsumerRecord<String, byte[]>> records = Records.of(
                brokers,
                Topics.MESSAGE.topicName(),
                group.id(),
                found -> header(found, "left").contains("ask"));
        assertThat(header(records, "joined")).contains("ask");
        assertThat(records).allMatch(record -> record.value().length < 10_000);
    }

    private static List<String> header(List<ConsumerRecord<String, byte[]>> records, String name) {
        return records.stream()
                .map(record -> record.headers().lastHeader(name))
                .filter(Objects::nonNull)
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .toList();
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
        assertThat(sync.getInt("items[0].messages[1].body.count")).isEqualTo(1_001);
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

    /// As the topic brings it.
    private void told(DomainEvent event) throws Exception {
        rules.applyFromTopic(List.of(World.envelope(event)), PATIENCE_MILLIS);
    }
}
