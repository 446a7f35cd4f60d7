package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Leaving and coming back.
@OnCluster
class ResumeScenario {
    private final Stack stack;
    private final TestUser ann;
    private final TestUser ben;
    private final UUID conversation;

    ResumeScenario(Stack stack) {
        this.stack = stack;
        TestUser.Pair pair = TestUser.friends(stack);
        ann = pair.one();
        ben = pair.other();
        conversation = pair.conversation();
    }

    @Test
    void whatWasMissedComesAfterTheCursorsAndThenLive() {
        try (Device device = ben.device().live()) {
            ann.send(conversation, UUID.randomUUID(), "seen").expect(201);
            device.awaitMessage(conversation, "seen");
            device.disconnect();
            ann.send(conversation, UUID.randomUUID(), "missed 1").expect(201);
            ann.send(conversation, UUID.randomUUID(), "missed 2").expect(201);

            int before = device.inbox().size();
            JsonNode resumed = device.connect().resume(device.store().cursors(), null);
            assertThat(resumed.path("conversations")
                            .path(conversation.toString())
                            .asLong())
                    .isEqualTo(4);
            assertThat(device.texts(conversation)).containsExactly("seen", "missed 1", "missed 2");
            assertThat(seqs(device, before)).containsExactly(3L, 4L);

            ann.send(conversation, UUID.randomUUID(), "live").expect(201);
            device.awaitMessage(conversation, "live");
            assertThat(device.violations()).isEmpty();
        }
    }

    @Test
    void withoutCursorsItGoesOnFromWhatTheDeviceHasAcknowledged() {
        try (Device device = ben.device().live()) {
            for (int i = 2; i <= 6; i++) {
                ann.send(conversation, UUID.randomUUID(), "text " + i).expect(201);
            }
            device.awaitMessage(conversation, "text 6");
            device.received(conversation, 4);
            device.ping();
            device.socket().close();
            device.socket().awaitClosed(Stack.SOON);

            int before = device.inbox().size();
            device.connect().resume();
            assertThat(seqs(device, before)).containsExactly(5L, 6L);
            assertThat(device.violations()).isEmpty();
        }
    }

    @Test
    void aDeviceNeverSeenGetsTheLatestPageAndIsToldWhatWasLeftOut() {
        try (Device sender = ann.device()) {
            sendMany(sender, 30);
        }
        try (Device device = ben.anotherDevice()) {
            JsonNode resumed = device.resume(null, 10);
            assertThat(resumed.path("conversations")
                            .path(conversation.toString())
                            .asLong())
                    .isEqualTo(31);
            JsonNode page = device.inbox().await("page", this::isHere);
            assertThat(page.path("from").asLong()).isEqualTo(1);
            assertThat(page.path("to").asLong()).isEqualTo(21);
            assertThat(seqs(device, 0))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(22, 31).boxed().toList());
            assertThat(device.violations()).isEmpty();
        }
    }

    @Test
    void whoMissedMoreThanTheLimitGetsThePageAndTheNewest() {
        try (Device device = ben.device().live();
                Device sender = ann.device()) {
            ann.send(conversation, UUID.randomUUID(), "seen").expect(201);
            device.awaitMessage(conversation, "seen");
            device.disconnect();
            sendMany(sender, 40);

            int before = device.inbox().size();
            device.connect().resume(Map.of(conversation, 2L), 15);
            JsonNode page = device.inbox().await("page", this::isHere);
            assertThat(page.path("from").asLong()).isEqualTo(3);
            assertThat(page.path("to").asLong()).isEqualTo(27);
            assertThat(seqs(device, before))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(28, 42).boxed().toList());
            List<History.Line> leftOut = History.readLog(ben, conversation);
            assertThat(leftOut).hasSize(42);
            assertThat(device.violations()).isEmpty();
        }
    }

    @Test
    void aConversationThatBeganWhileOfflineIsThereAfterwards() {
        TestUser cat = TestUser.register(stack);
        try (Device device = ben.device().live()) {
            device.disconnect();
            cat.befriend(ben);
            UUID fresh = cat.direct(ben);
            cat.send(fresh, UUID.randomUUID(), "new here").expect(201);
            device.connect().resume(device.store().cursors(), null);
            device.awaitMessage(fresh, "new here");
        }
    }

    @Test
    @Tag("prove")
    void tenThousandMissedMessagesAreCaughtUpInOneResume() {
        try (Device sender = ann.device()) {
            sendMany(sender, 10_000);
        }
        try (Device device = ben.anotherDevice()) {
            long start = System.nanoTime();
            device.resume(Map.of(conversation, 1L), 10_000);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            System.out.printf("10,000 missed messages were caught up in %d ms%n", took.toMillis());
            assertThat(device.inbox().all("page")).isEmpty();
            assertThat(seqs(device, 0))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(2, 10_001).boxed().toList());
            assertThat(took).isLessThan(Stack.SOON);
            assertThat(device.violations()).isEmpty();
        }
    }

    private void sendMany(Device sender, int count) {
        UUID last = UUID.randomUUID();
        for (int i = 1; i <= count; i++) {
            last = sender.send(conversation, "number " + i);
        }
        UUID lastId = last;
        sender.inbox()
                .await("sent", frame -> frame.path("id").asText().equals(lastId.toString()), 0, Duration.ofSeconds(60));
        Awaitility.await().until(() -> sender.unanswered() == 0);
    }

    private boolean isHere(JsonNode frame) {
        return frame.path("conversation").asText().equals(conversation.toString());
    }

    /// The numbers that came in `messages` after the first `skip` frames, in this conversation.
    private List<Long> seqs(Device device, int skip) {
        return device.inbox().after(skip, "messages").stream()
                .flatMap(frame -> frame.path("messages").valueStream())
                .filter(this::isHere)
                .map(message -> message.path("seq").asLong())
                .toList();
    }
}
