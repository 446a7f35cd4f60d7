package dev.hongyan.message.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.Topics;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.AppendAnswer.Stored;
import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.kit.json.StrictJson;
import dev.hongyan.kit.outbox.EventProducer;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.Records;
import dev.hongyan.message.World;
import dev.hongyan.message.log.LogTransaction.Written;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ComponentTest
class RecordTest {
    private static final String TOPIC = Topics.MESSAGE.topicName();

    @Inject
    LogConnections connections;

    @Inject
    Acknowledged acknowledged;

    @Inject
    AgroalDataSource dataSource;

    @Inject
    EventProducer producer;

    @Inject
    MeterRegistry metrics;

    @Inject
    ObjectMapper mapper;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String brokers;

    private UUID alice;
    private UUID bob;
    private UUID conversation;

    @BeforeEach
    void people() {
        alice = World.user("alice");
        bob = World.user("bob");
        conversation = World.direct(alice, bob);
    }

    @Test
    void firstRecordHoldsTheNoticeAndTheMessageAsClientsGetThem() throws Exception {
        Append append = World.append(conversation, alice, "你好");
        Stored stored = (Stored) World.append(append);

        ConsumerRecord<String, byte[]> record = Records.of(brokers, TOPIC, conversation, found -> !found.isEmpty())
                .getFirst();

        JsonNode value = mapper.readTree(record.value());
        assertThat(value.path("conversation").asText()).isEqualTo(conversation.toString());
        assertThat(value.path("from").asLong()).isEqualTo(1);
        assertThat(value.path("to").asLong()).isEqualTo(2);
        JsonNode notice = value.path("messages").get(0);
        assertThat(notice.path("type").asText()).isEqualTo("notice");
        assertThat(notice.path("body").path("event").asText()).isEqualTo("conversation-begun");
        String message = new String(
                MessageContent.message(
                        conversation,
                        2,
                        append.id(),
                        alice,
                        StrictJson.TIME.format(stored.at()),
                        append.content().canonical()),
                StandardCharsets.UTF_8);
        assertThat(new String(record.value(), StandardCharsets.UTF_8)).contains("," + message + "]}");
        assertThat(header(record, "ce_type")).isEqualTo("messages-appended.v1");
        assertThat(header(record, "joined").split(",")).containsExactlyInAnyOrder(alice.toString(), bob.toString());
    }

    @Test
    void recordsAreCutAndTheirRangesMeet() throws Exception {
        String long9000 = "x".repeat(9_000);
        World.append(IntStream.range(0, 60)
                .mapToObj(i -> World.append(conversation, alice, long9000))
                .toList());

        List<ConsumerRecord<String, byte[]>> records =
                Records.of(brokers, TOPIC, conversation, found -> !found.isEmpty() && last(found) == 61);

        long next = 1;
        for (ConsumerRecord<String, byte[]> record : records) {
            assertThat(record.value().length).isLessThanOrEqualTo(256 * 1024);
            JsonNode value = mapper.readTree(record.value());
            assertThat(value.path("from").asLong()).isEqualTo(next);
            next = value.path("to").asLong() + 1;
            assertThat(value.path("messages").size()).isEqualTo((int)
                    (value.path("to").asLong() - value.path("from").asLong() + 1));
        }
        assertThat(records).hasSizeGreaterThan(2);
    }

    @Test
    void acknowledgedRowsLeaveTheOutbox() {
        World.append(World.append(conversation, alice, "x"));

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(rows()).isZero());
    }

    @Test
    void sweeperPublishesWhatACrashLeft() throws Exception {
        double before = metrics.counter("im_sweeper_published_total").count();
        commitWithoutPublishing();

        List<ConsumerRecord<String, byte[]>> records =
                Records.of(brokers, TOPIC, conversation, found -> !found.isEmpty());

        assertThat(mapper.readTree(records.getFirst().value()).path("to").asLong())
                .isEqualTo(2);
        assertThat(header(records.getFirst(), "joined")).contains(alice.toString());
        await().untilAsserted(() -> assertThat(rows()).isZero());
        assertThat(metrics.counter("im_sweeper_published_total").count()).isGreaterThan(before);
    }

    @Test
    void rowThatCannotBePublishedHoldsNoOtherUp() throws Exception {
        UUID broken = World.direct(alice, World.user("carol"));
        execute("insert into message values ('" + broken + "', 1, gen_random_uuid(), null, now(), 4,"
                + " '{\"body\":{\"members\":[\"nobody\"]}}', '')");
        execute("insert into outbox (created_at, conversations, from_seqs, to_seqs)"
                + " values (now() - interval '1 hour', array['" + broken + "'::uuid], array[1], array[1])");
        try {
            commitWithoutPublishing();

            Records.of(brokers, TOPIC, conversation, found -> !found.isEmpty());
            assertThat(metrics.counter("im_sweeper_failed_total").count()).isPositive();
        } finally {
            execute("delete from outbox where '" + broken + "' = any(conversations)");
        }
    }

    @Test
    void whatFindsNoRoomInThePublisherIsLeftToTheSweeper() throws Exception {
        double before = metrics.counter("im_sweeper_published_total").count();
        RecordPublisher full = new RecordPublisher(producer, acknowledged, tiny(), new Workers());
        Written written = commitWithoutPublishing();
        full.publish(written);

        assertThat(acknowledged.isOnTheWay(written.outboxId())).isFalse();

        Records.of(brokers, TOPIC, conversation, found -> !found.isEmpty());
        assertThat(metrics.counter("im_sweeper_published_total").count()).isGreaterThan(before);
    }

    /// The settings, with no room in the publisher.
    private static LogConfig tiny() {
        return new SmallRyeConfigBuilder()
                .withMapping(LogConfig.class)
                .addDefaultInterceptors()
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValue("hongyan.log.publisher-bytes", "1")
                .build()
                .getConfigMapping(LogConfig.class);
    }

    @Test
    void longRunsAreRepublishedInSteps() throws Exception {
        Instant before = Instant.now().minusSeconds(5);
        for (int i = 0; i < 3; i++) {
            World.append(IntStream.range(0, 1_000)
                    .mapToObj(j -> World.append(conversation, alice, "x"))
                    .toList());
        }
        Records.of(brokers, TOPIC, conversation, found -> !found.isEmpty() && last(found) == 3_001);
        republish(before);

        Records.of(brokers, TOPIC, conversation, found -> reach(found, 3_001) >= 2);
    }

    private long reach(List<ConsumerRecord<String, byte[]>> records, long seq) {
        return records.stream().filter(record -> last(List.of(record)) == seq).count();
    }

    @Test
    void outboxThatCannotBeSeenCountsAsLagging() throws Exception {
        AtomicBoolean away = new AtomicBoolean();
        OutboxRepository repository = new OutboxRepository(dataSource) {
            @Override
            State state(List<Long> published) throws SQLException {
                if (away.get()) {
                    throw new SQLException("away", "08006");
                }
                return new State(0, 0);
            }
        };
        OutboxKeeper keeper =
                new OutboxKeeper(repository, new Acknowledged(), new Workers(), new SimpleMeterRegistry());

        assertThat(keeper.lagging()).isTrue();
        keeper.keep();
        assertThat(keeper.lagging()).isFalse();
        away.set(true);
        keeper.keep();
        assertThat(keeper.lagging()).isTrue();
    }

    @Test
    void internalAnswersSayWhileTheOutboxLags() throws Exception {
        commitWithoutPublishing();

        await().atMost(Duration.ofSeconds(5)).until(() -> lagging().equals("true"));
        await().atMost(Duration.ofSeconds(10)).until(() -> lagging().equals("false"));
    }

    @Test
    void republishBringsTheRecordsAgain() {
        Instant before = Instant.now().minusSeconds(5);
        World.append(World.append(conversation, alice, "x"));
        Records.of(brokers, TOPIC, conversation, found -> !found.isEmpty());

        republish(before);

        assertThat(Records.of(brokers, TOPIC, conversation, found -> found.size() >= 2))
                .hasSize(2);
    }

    private static void republish(Instant from) {
        World.service()
                .contentType("application/json")
                .body(Map.of(
                        "from",
                        from.toString(),
                        "to",
                        Instant.now().plusSeconds(5).toString()))
                .post("/internal/republish")
                .then()
                .statusCode(200);
    }

    /// What is left when the process dies after the commit.
    private Written commitWithoutPublishing() throws Exception {
        try (LogConnection connection = connections.open()) {
            LogTransaction transaction = new LogTransaction(connection);
            Map<UUID, Target> targets = transaction.lock(Set.of(conversation), true, Duration.ofSeconds(1));
            MessageContent content = World.text("left");
            Objects.requireNonNull(targets.get(conversation)).append(Ids.v7(), alice, content, content.digest());
            Written written = Objects.requireNonNull(transaction.write(targets.values(), List.of()));
            connection.commit();
            return written;
        }
    }

    private static String lagging() {
        return World.service()
                .contentType("application/json")
                .body("{}")
                .post("/internal/heads")
                .header("X-Outbox-Lagging");
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long rows() throws Exception {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from outbox where '" + conversation + "' = any(conversations)")) {
            row.next();
            return row.getLong(1);
        }
    }

    private long last(List<ConsumerRecord<String, byte[]>> records) {
        try {
            return mapper.readTree(records.getLast().value()).path("to").asLong();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
