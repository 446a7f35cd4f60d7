package dev.hongyan.kit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonParseException;
import dev.hongyan.contracts.EventCodec;
import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.Topics;
import dev.hongyan.contracts.user.BlockChanged;
import dev.hongyan.kit.consume.EventConsumers;
import dev.hongyan.kit.outbox.EventProducer;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@KitTest
class EventsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    EventConsumers consumers;

    @Inject
    EventProducer producer;

    @Inject
    DataSource database;

    @BeforeEach
    void emptyOutbox() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate outbox");
        }
    }

    @Test
    void publishesWhatCommittedAndForgetsItsRow() throws SQLException {
        Queue<EventEnvelope> seen = consume("committed");
        String id = given().post("/probe/events/commit")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        await().atMost(SOON).until(() -> ids(seen).contains(UUID.fromString(id)));
        await().atMost(SOON).until(() -> rows() == 0);
    }

    @Test
    void publishesNothingOfWhatWasRolledBack() {
        Queue<EventEnvelope> seen = consume("rolled-back");
        String lost = given().post("/probe/events/rollback")
                .then()
                .statusCode(409)
                .extract()
                .path("event");
        String kept = given().post("/probe/events/commit")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        await().atMost(SOON).until(() -> ids(seen).contains(UUID.fromString(kept)));
        assertThat(ids(seen)).doesNotContain(UUID.fromString(lost));
    }

    @Test
    void sweepsWhatACrashLeftBehind() throws SQLException {
        UUID id = Ids.v7();
        BlockChanged event = new BlockChanged(Ids.v7(), Ids.v7(), 3, false);
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into outbox values (?, now() - interval '10 seconds', ?, ?, ?, ?)")) {
            insert.setObject(1, id);
            insert.setString(2, Topics.USER.topicName());
            insert.setString(3, event.key());
            insert.setString(4, EventCodec.typeOf(BlockChanged.class));
            insert.setString(5, new String(EventCodec.encode(event), StandardCharsets.UTF_8));
            insert.executeUpdate();
        }
        Queue<EventEnvelope> seen = consume("swept");
        await().atMost(SOON).until(() -> ids(seen).contains(id));
        await().atMost(SOON).until(() -> rows() == 0);
    }

    @Test
    void putsTheUndecodableAsideAndGoesOn() {
        Queue<EventEnvelope> seen = consume("undecodable");
        producer.send(
                        Topics.USER.topicName(),
                        "k",
                        "not json".getBytes(StandardCharsets.UTF_8),
                        producer.headers(
                                Ids.v7(), "block-changed.v1", Instant.now().toString()))
                .join();
        producer.send(Topics.USER.topicName(), "k", new byte[0], List.of()).join();
        EventEnvelope good = event();
        producer.send(good).join();
        await().atMost(SOON).until(() -> ids(seen).contains(good.id()));
        assertThat(deadLetters("undecodable")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void triesAgainWhileTheDatabaseIsAwayAndDropsNothing() {
        AtomicInteger failures = new AtomicInteger();
        Queue<EventEnvelope> seen = new ConcurrentLinkedQueue<>();
        consumers.start(Topics.USER, "away-" + Ids.v7(), events -> {
            if (failures.incrementAndGet() <= 4) {
                throw new SQLTransientConnectionException("away");
            }
            seen.addAll(events);
        });
        EventEnvelope event = event();
        producer.send(event).join();
        await().atMost(SOON).until(() -> ids(seen).contains(event.id()));
    }

    @Test
    void deadLettersWhatHoldsJsonThatCannotBeRead() {
        EventEnvelope bad = event();
        EventEnvelope good = event();
        Set<UUID> applied = ConcurrentHashMap.newKeySet();
        consumers.start(Topics.USER, "unreadable-" + Ids.v7(), events -> {
            if (ids(events).contains(bad.id())) {
                throw new UncheckedIOException(new JsonParseException(null, "never readable"));
            }
            applied.addAll(ids(events));
        });
        producer.send(bad).join();
        producer.send(good).join();
        await().atMost(SOON).until(() -> applied.contains(good.id()));
        assertThat(applied).doesNotContain(bad.id());
    }

    @Test
    void afterAnErrorItReadsOnAndDropsNothing() {
        AtomicInteger failures = new AtomicInteger();
        Queue<EventEnvelope> seen = new ConcurrentLinkedQueue<>();
        consumers.start(Topics.USER, "starved-" + Ids.v7(), events -> {
            if (failures.incrementAndGet() <= 2) {
                throw new OutOfMemoryError("beside the heap");
            }
            seen.addAll(events);
        });
        EventEnvelope event = event();
        producer.send(event).join();
        await().atMost(SOON).until(() -> ids(seen).contains(event.id()));
    }

    @Test
    void isolatesTheOneThatFailsForGood() {
        assertIsolated(() -> {
            throw new IllegalArgumentException("never");
        });
    }

    @Test
    void isolatesTheOneThatOverflowsTheStack() {
        assertIsolated(() -> {
            throw new StackOverflowError("too deep");
        });
    }

    private void assertIsolated(Runnable failure) {
        double deadBefore = deadLetters("failed");
        EventEnvelope bad = event();
        Set<UUID> applied = ConcurrentHashMap.newKeySet();
        consumers.start(Topics.USER, "failing-" + Ids.v7(), events -> {
            if (ids(events).contains(bad.id())) {
                failure.run();
            }
            applied.addAll(ids(events));
        });
        List<EventEnvelope> good = new ArrayList<>();
        producer.send(bad).join();
        for (int i = 0; i < 20; i++) {
            good.add(event());
            producer.send(good.getLast()).join();
        }
        await().atMost(SOON).until(() -> applied.containsAll(ids(good)));
        assertThat(applied).doesNotContain(bad.id());
        await().atMost(SOON).until(() -> deadLetters("failed") > deadBefore);
    }

    private Queue<EventEnvelope> consume(String group) {
        Queue<EventEnvelope> seen = new ConcurrentLinkedQueue<>();
        consumers.start(Topics.USER, group + "-" + Ids.v7(), seen::addAll);
        return seen;
    }

    private static EventEnvelope event() {
        return new EventEnvelope(Ids.v7(), Instant.now(), new BlockChanged(Ids.v7(), Ids.v7(), 1, true));
    }

    private static Set<UUID> ids(Iterable<EventEnvelope> events) {
        Set<UUID> ids = ConcurrentHashMap.newKeySet();
        events.forEach(event -> ids.add(event.id()));
        return ids;
    }

    private long rows() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from outbox")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static double deadLetters(String reason) {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("im_dlq_total") && line.contains("reason=\"" + reason + "\""))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .collect(Collectors.summingDouble(Double::parseDouble));
    }
}
