package dev.hongyan.message.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.AppendAnswer.Refused;
import dev.hongyan.contracts.message.AppendAnswer.Stored;
import dev.hongyan.contracts.user.BlockChanged;
import dev.hongyan.contracts.user.FriendRequestAnswered;
import dev.hongyan.contracts.user.FriendRequested;
import dev.hongyan.contracts.user.FriendshipChanged;
import dev.hongyan.contracts.user.UserRegistered;
import dev.hongyan.contracts.user.UserUpdated;
import dev.hongyan.kit.outbox.EventProducer;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.World;
import io.agroal.api.AgroalDataSource;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ComponentTest
class RuleTest {
    @Inject
    EventProducer producer;

    @Inject
    AgroalDataSource dataSource;

    private UUID alice;
    private UUID bob;

    @BeforeEach
    void people() {
        alice = World.user("alice");
        bob = World.user("bob");
    }

    @Test
    void registrationBeginsTheSelfConversation() {
        JsonPath history = history(alice);

        assertThat(history.getList("items.body.event")).containsExactly("welcome");
        assertThat(history.getList("items.sender")).containsOnlyNulls();
    }

    @Test
    void friendRequestAndAnswerAppearInTheSelfConversationsOnce() {
        UUID request = Ids.v7();
        List<EventEnvelope> events = List.of(
                World.envelope(new FriendRequested(request, World.nextVersion(), alice, bob, "你好 \"quoted\"")),
                World.envelope(new FriendRequestAnswered(request, World.nextVersion(), alice, bob, true)));

        List<EventEnvelope> published = events.stream()
                .map(event -> World.envelope(event.data())) // again, with ids of their own
                .toList();

        World.apply(events).then().statusCode(204);
        World.apply(events).then().statusCode(204);
        World.apply(published).then().statusCode(204);

        JsonPath bobs = history(bob);
        assertThat(bobs.getList("items.body.event")).containsExactly("welcome", "friend-requested");
        assertThat(bobs.getString("items[1].body.message")).isEqualTo("你好 \"quoted\"");
        assertThat(bobs.getString("items[1].body.from")).isEqualTo(alice.toString());
        JsonPath alices = history(alice);
        assertThat(alices.getList("items.body.event")).containsExactly("welcome", "friend-request-answered");
        assertThat(alices.getString("items[1].body.user")).isEqualTo(bob.toString());
        assertThat(alices.getBoolean("items[1].body.accepted")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyOrderAndRepetitionEndInTheSameState(long seed) {
        UUID conversation = World.direct(alice, bob);
        List<EventEnvelope> events = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            boolean on = i % 2 == 1;
            events.add(World.envelope(new FriendshipChanged(bob, alice, World.nextVersion(), on)));
            events.add(World.envelope(new BlockChanged(bob, alice, World.nextVersion(), on)));
            events.add(World.envelope(new UserUpdated(bob, World.nextVersion(), "bob", "Bob " + i, null)));
        }
        events.addAll(List.copyOf(events));
        Collections.shuffle(events, new Random(seed));

        for (int i = 0; i < events.size(); i += 4) {
            World.apply(events.subList(i, Math.min(i + 4, events.size())))
                    .then()
                    .statusCode(204);
        }

        assertThat(World.append(World.append(conversation, alice, "x"))).isEqualTo(new Refused(ProblemCode.BLOCKED));
        assertThat(World.append(World.append(conversation, bob, "x"))).isInstanceOf(Stored.class);
        assertThat(World.as(alice)
                        .get("/api/conversations/" + conversation)
                        .jsonPath()
                        .getString("title"))
                .isEqualTo("Bob 9");
    }

    @Test
    void whatTheCallCouldNotBringComesByTheTopic() {
        UUID carol = Ids.v7();
        producer.send(World.envelope(new UserRegistered(carol, World.nextVersion(), "carol", "Carol", null)))
                .join();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(World.as(alice)
                                .put("/api/conversations/direct/" + carol)
                                .statusCode())
                        .isLessThan(300));
    }

    @Test
    void afterTheAnswerTheNextSendObeys() {
        UUID conversation = World.direct(alice, bob);
        for (int i = 0; i < 20; i++) {
            World.block(bob, alice, true);
            AppendAnswer refused = World.append(World.append(conversation, alice, "x"));
            assertThat(refused).isEqualTo(new Refused(ProblemCode.BLOCKED));
            World.block(bob, alice, false);
            assertThat(World.append(World.append(conversation, alice, "x"))).isInstanceOf(Stored.class);
        }
    }

    @Test
    void ruleThatCannotBeWrittenInTimeIsUnavailable() throws Exception {
        try (Connection holder = dataSource.getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock_shared(7)");

            World.apply(List.of(World.envelope(new BlockChanged(bob, alice, World.nextVersion(), true))))
                    .then()
                    .statusCode(503);
            holder.rollback();
            holder.setAutoCommit(true);
        }
        World.block(bob, alice, false);
    }

    @Test
    void malformedEventsAndForeignCallersAreRefused() {
        String head = "{\"events\":[{\"id\":\"" + Ids.v7() + "\",\"time\":\"2026-11-21T00:00:00Z\",\"type\":";
        for (String body : List.of(
                "",
                "{",
                "{\"events\":[{\"id\":\"x\"}]}",
                head + "\"unknown.v1\",\"data\":{}}]}",
                head + "\"block-changed.v1\",\"data\":{\"version\":1,\"blocked\":true}}]}",
                head + "\"user-registered.v1\",\"data\":{\"user\":\"" + alice + "\",\"version\":9}}]}")) {
            World.service()
                    .contentType("application/json")
                    .body(body.getBytes(StandardCharsets.UTF_8))
                    .post("/internal/events")
                    .then()
                    .log()
                    .ifValidationFails()
                    .statusCode(400);
        }
        World.as(alice).body("{\"events\":[]}").post("/internal/events").then().statusCode(403);
    }

    private static JsonPath history(UUID user) {
        return World.as(user)
                .get("/api/conversations/" + user + "/messages")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
