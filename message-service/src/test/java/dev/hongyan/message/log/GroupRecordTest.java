package dev.hongyan.message.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.Topics;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.Records;
import dev.hongyan.message.TestGroup;
import dev.hongyan.message.World;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ComponentTest
class GroupRecordTest {
    @Inject
    ObjectMapper mapper;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String brokers;

    private UUID alice;
    private UUID bob;
    private UUID carol;
    private TestGroup group;

    @BeforeEach
    void people() {
        alice = World.user("alice");
        bob = World.user("bob");
        carol = World.user("carol");
        group = TestGroup.of(alice, bob);
    }

    @Test
    void recordsNameWhoCameAndWhoWent() {
        group.join(carol);
        group.remove(alice, bob);
        group.leave(carol);
        group.dissolve(alice);

        List<ConsumerRecord<String, byte[]>> records = records(found -> last(found) == 5);

        assertThat(names(records.get(0), "joined")).containsExactlyInAnyOrder(alice, bob);
        assertThat(names(records.get(1), "joined")).containsExactly(carol);
        assertThat(names(records.get(2), "left")).containsExactly(bob);
        assertThat(names(records.get(3), "left")).containsExactly(carol);
        assertThat(names(records.get(4), "left")).containsExactly(alice);
        assertThat(records.subList(0, 2)).allMatch(record -> header(record, "left") == null);
        assertThat(records.subList(2, 5)).allMatch(record -> header(record, "joined") == null);
    }

    @Test
    void tooManyAreAskedForInBothDirections() {
        UUID[] users = IntStream.range(0, 501).mapToObj(_ -> Ids.v7()).toArray(UUID[]::new);
        group.add(alice, users);
        group.remove(alice, users);

        List<ConsumerRecord<String, byte[]>> records = records(found -> last(found) == 3);

        assertThat(header(records.get(1), "joined")).isEqualTo("ask");
        assertThat(header(records.get(2), "left")).isEqualTo("ask");
    }

    @Test
    void nothingFollowsTheNoticeThatTakesMembersOutAndRepublishingIsTheSame() {
        Instant before = Instant.now().minusSeconds(5);
        World.applied(
                group.member(alice, bob, false, MemberRole.MEMBER, null),
                group.member(carol, carol, true, MemberRole.ADMIN, null));
        DomainEvent[] all = {
            group.member(alice, carol, false, MemberRole.MEMBER, null),
            group.member(alice, bob, true, MemberRole.MEMBER, null),
            group.dissolution(alice)
        };
        World.applied(all);
        List<ConsumerRecord<String, byte[]>> first = records(found -> last(found) == 7);

        World.service()
                .contentType("application/json")
                .body(Map.of(
                        "from",
                        before.toString(),
                        "to",
                        Instant.now().plusSeconds(5).toString()))
                .post("/internal/republish")
                .then()
                .statusCode(200);
        List<ConsumerRecord<String, byte[]>> both = records(found -> found.size() > first.size() && last(found) == 7);

        for (ConsumerRecord<String, byte[]> record : both) {
            JsonNode messages = value(record).path("messages");
            for (int i = 0; i < messages.size() - 1; i++) {
                assertThat(messages.get(i).path("body").path("event").asText())
                        .isNotIn("member-removed", "member-left", "group-dissolved");
            }
        }
        assertThat(changes(both.subList(first.size(), both.size()))).isEqualTo(changes(first));
        assertThat(names(first.getLast(), "left")).containsExactlyInAnyOrder(alice, bob);
    }

    /// Who came and went, in order, however the records are cut.
    private static List<String> changes(List<ConsumerRecord<String, byte[]>> records) {
        List<String> changes = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            for (String name : List.of("joined", "left")) {
                String users = header(record, name);
                if (users != null) {
                    List.of(users.split(",")).forEach(user -> changes.add(name + " " + user));
                }
            }
        }
        return changes;
    }

    private List<ConsumerRecord<String, byte[]>> records(Predicate<List<ConsumerRecord<String, byte[]>>> enough) {
        return Records.of(
                brokers, Topics.MESSAGE.topicName(), group.id(), found -> !found.isEmpty() && enough.test(found));
    }

    private long last(List<ConsumerRecord<String, byte[]>> records) {
        return value(records.getLast()).path("to").asLong();
    }

    private JsonNode value(ConsumerRecord<String, byte[]> record) {
        try {
            return mapper.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<UUID> names(ConsumerRecord<String, byte[]> record, String name) {
        String users = header(record, name);
        return users == null
                ? List.of()
                : List.of(users.split(",")).stream().map(UUID::fromString).toList();
    }

    private static @Nullable String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
