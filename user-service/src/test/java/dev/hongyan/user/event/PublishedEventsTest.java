package dev.hongyan.user.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.EventCodec;
import dev.hongyan.contracts.EventHeaders;
import dev.hongyan.contracts.Topics;
import dev.hongyan.contracts.user.BlockChanged;
import dev.hongyan.contracts.user.FriendRequestAnswered;
import dev.hongyan.contracts.user.FriendRequested;
import dev.hongyan.contracts.user.FriendshipChanged;
import dev.hongyan.contracts.user.SessionEnded;
import dev.hongyan.contracts.user.UserRegistered;
import dev.hongyan.contracts.user.UserUpdated;
import dev.hongyan.user.Api.Answer;
import dev.hongyan.user.TestUser;
import dev.hongyan.user.UserServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PublishedEventsTest extends UserServiceTest {
    @Test
    void tellsEveryChangeWithItsVersionByTheBroker() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        alice.api().patch("/api/users/me", Map.of("displayName", "Alice"));
        alice.befriend(bob);
        alice.api().delete("/api/friends/" + bob.id());
        alice.api().put("/api/blocks/" + bob.id(), null);
        alice.api().put("/api/blocks/" + bob.id(), null);
        alice.api().delete("/api/blocks/" + bob.id());
        alice.api().post("/api/auth/logout", null);
        UUID a = UUID.fromString(alice.id());
        UUID b = UUID.fromString(bob.id());

        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            List<DomainEvent> events = published();
            assertThat(events)
                    .contains(new UserRegistered(a, 1, alice.username(), "Test person", null))
                    .contains(new UserUpdated(a, 2, alice.username(), "Alice", null))
                    .contains(new FriendshipChanged(a, b, 1, true), new FriendshipChanged(b, a, 1, true))
                    .contains(new FriendshipChanged(a, b, 2, false), new FriendshipChanged(b, a, 2, false))
                    .contains(new BlockChanged(a, b, 1, true), new BlockChanged(a, b, 2, false))
                    .doesNotContain(new BlockChanged(a, b, 2, true));
            assertThat(events)
                    .anyMatch(event -> event instanceof FriendRequested asked
                            && asked.from().equals(a)
                            && asked.to().equals(b));
            assertThat(events)
                    .anyMatch(event -> event instanceof FriendRequestAnswered answered
                            && answered.to().equals(b)
                            && answered.accepted()
                            && answered.version() == 2);
            assertThat(events)
                    .anyMatch(event -> event instanceof SessionEnded ended
                            && ended.user().equals(a)
                            && ended.reason().equals("logout"));
        });
    }

    @Test
    void tellsASpanOfTimeAgain() {
        Instant from = Instant.now();
        TestUser alice = newUser();
        TestUser bob = newUser();
        alice.befriend(bob);
        Instant to = Instant.now().plusSeconds(1);

        Answer answer = service().post("/internal/republish", Map.of("from", from.toString(), "to", to.toString()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("events").asInt()).isGreaterThanOrEqualTo(5);
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(published())
                        .filteredOn(event -> event.equals(
                                new FriendshipChanged(UUID.fromString(alice.id()), UUID.fromString(bob.id()), 1, true)))
                        .hasSizeGreaterThanOrEqualTo(2));
    }

    @Test
    void refusesToTellWhatIsNoSpan() {
        assertThat(service().post("/internal/republish", Map.of()).status()).isEqualTo(400);
        assertThat(service().post("/internal/republish", null).status()).isEqualTo(400);
        assertThat(service()
                        .post("/internal/republish", Map.of("from", "yesterday", "to", "2026-01-01T00:00:00Z"))
                        .status())
                .isEqualTo(400);
        assertThat(newUser().api().post("/internal/republish", Map.of()).status())
                .isEqualTo(403);
    }

    private static List<DomainEvent> published() throws IOException {
        String servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        List<DomainEvent> events = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.USER.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    String type = new String(
                            record.headers().lastHeader(EventHeaders.TYPE).value(), StandardCharsets.UTF_8);
                    DomainEvent event = EventCodec.decode(type, record.value());
                    assertThat(record.key()).isEqualTo(event.key());
                    events.add(event);
                }
            }
        }
        return events;
    }
}
