package dev.hongyan.message.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.Topics;
import dev.hongyan.contracts.message.MessageContent;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ComponentTest
class OutboxTest {
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
    OutboxKeeper keeper;

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
    void rowThatCanNeverBePublishedIsSetAsideAndHoldsNobodyUp() throws Exception {
        UUID broken = World.direct(alice, World.user("carol"));
        double before = metrics.counter("im_dlq_total", "topic", TOPIC, "reason", "unpublishable")
                .count();
        execute("insert into message values ('" + broken + "', 1, gen_random_uuid(), null, now(), 4,"
                + " '{\"body\":{\"members\":[\"nobody\"]}}', '')");
        execute("insert into outbox (created_at, conversations, from_seqs, to_seqs)"
                + " values (now() - interval '1 hour', array['" + broken + "'::uuid], array[1], array[1])");
        commitWithoutPublishing();

        Records.of(brokers, TOPIC, conversation, found -> !found.isEmpty());

        await().atMost(Duration.ofSeconds(10)).until(() -> lagging().equals("false"));
        assertThat(rows(broken)).isZero();
        assertThat(count("select count(*) from outbox_dead where reason like '%not to be made a record%' and '" + broken
                        + "' = any(conversations)"))
                .isEqualTo(1);
        assertThat(metrics.counter("im_dlq_total", "topic", TOPIC, "reason", "unpublishable")
                        .count())
                .isEqualTo(before + 1);
    }

    @Test
    void whatAnOutageLeftIsPublishedByThePage() throws Exception {
        int many = 1_200;
        execute("insert into message select '" + conversation + "', n, gen_random_uuid(), '" + alice
                + "', now(), 1, '{\"type\":\"text\",\"body\":{\"text\":\"x\"},\"replyTo\":null,\"mentions\":[]}', ''"
                + " from generate_series(1, " + many + ") n");
        execute("update conversation set head = " + many + " where id = '" + conversation + "'");
        execute("insert into outbox (created_at, conversations, from_seqs, to_seqs) select now() - interval '1 hour',"
                + " array['" + conversation + "'::uuid], array[n], array[n] from generate_series(1, " + many + ") n");

        List<ConsumerRecord<String, byte[]>> records =
                Records.of(brokers, TOPIC, conversation, found -> found.size() >= many);

        List<Long> numbers = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            numbers.add(mapper.readTree(record.value()).path("from").asLong());
        }
        assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, many).boxed().toList());
        await().atMost(Duration.ofSeconds(10)).until(() -> rows() == 0);
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

    @Test
    void outboxThatCannotBeSeenForASecondCountsAsLagging() throws Exception {
        AtomicBoolean away = new AtomicBoolean();
        OutboxRepository repository = new OutboxRepository() {
            @Override
            State state(Connection connection, List<Long> published) throws SQLException {
                if (away.get()) {
                    throw new SQLException("away", "08006");
                }
                return new State(0, 0);
            }
        };
        OutboxKeeper keeper =
                new OutboxKeeper(connections, repository, new Acknowledged(), new Workers(), new SimpleMeterRegistry());

        assertThat(keeper.lagging()).isTrue();
        keeper.keep();
        away.set(true);
        keeper.keep();
        assertThat(keeper.lagging()).isFalse();
        await().atMost(Duration.ofSeconds(3)).until(keeper::lagging);
        away.set(false);
        keeper.keep();
        assertThat(keeper.lagging()).isFalse();
    }

    @Test
    void aPoolThatIsBusyIsNoOutboxThatLags() throws Exception {
        await().atMost(Duration.ofSeconds(10)).until(() -> !keeper.lagging());
        List<Connection> taken = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                taken.add(dataSource.getConnection());
            }
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            assertThat(keeper.lagging()).isFalse();
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
    }

    @Test
    void internalAnswersSayWhileTheOutboxLags() throws Exception {
        commitWithoutPublishing();

        await().atMost(Duration.ofSeconds(5)).until(() -> lagging().equals("true"));
        await().atMost(Duration.ofSeconds(10)).until(() -> lagging().equals("false"));
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
        return rows(conversation);
    }

    private long rows(UUID of) throws Exception {
        return count("select count(*) from outbox where '" + of + "' = any(conversations)");
    }

    private long count(String sql) throws Exception {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
