package dev.hongyan.message.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.contracts.Topics;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.AppendAnswer.Stored;
import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.kit.json.StrictJson;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.Records;
import dev.hongyan.message.World;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ComponentTest
class RecordTest {
    private static final String TOPIC = Topics.MESSAGE.topicName();

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

    @Test
    void republishBringsTheRecordsAgain() {
        Instant before = Instant.now().minusSeconds(5);
        World.append(World.append(conversation, alice, "x"));
        Records.of(brokers, TOPIC, conversation, found -> !found.isEmpty());

        republish(before);

        assertThat(Records.of(brokers, TOPIC, conversation, found -> found.size() >= 2))
                .hasSize(2);
    }

    private long reach(List<ConsumerRecord<String, byte[]>> records, long seq) {
        return records.stream().filter(record -> last(List.of(record)) == seq).count();
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
