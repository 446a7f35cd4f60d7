package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Several devices of one person, and what people see of each other beside messages.
@OnCluster
class DevicesScenario {
    private final TestUser ann;
    private final TestUser ben;
    private final UUID conversation;

    DevicesScenario(Stack stack) {
        TestUser.Pair pair = TestUser.friends(stack);
        ann = pair.one();
        ben = pair.other();
        conversation = pair.conversation();
    }

    @Test
    void ownMessagesComeToEveryDeviceTheSendingOneIncluded() {
        try (Device phone = ann.device().live();
                Device laptop = ann.anotherDevice().live();
                Device bens = ben.device().live()) {
            long seq = phone.sent(conversation, "from the phone");
            assertThat(laptop.awaitMessage(conversation, "from the phone").seq())
                    .isEqualTo(seq);
            assertThat(phone.awaitMessage(conversation, "from the phone").seq()).isEqualTo(seq);
            ann.send(conversation, UUID.randomUUID(), "by REST").expect(201);
            phone.awaitMessage(conversation, "by REST");
            laptop.awaitMessage(conversation, "by REST");
            bens.awaitMessage(conversation, "by REST");
            assertThat(phone.store().shown(conversation))
                    .isEqualTo(laptop.store().shown(conversation));
            assertThat(phone.violations()).isEmpty();
            assertThat(laptop.violations()).isEmpty();
        }
    }

    @Test
    void aReadPositionMovesOnTheOtherDeviceAndShowsToTheSender() {
        try (Device phone = ann.device().live();
                Device laptop = ann.anotherDevice().live();
                Device bens = ben.device().live()) {
            long seq = bens.sent(conversation, "read me");
            phone.awaitMessage(conversation, "read me");
            laptop.awaitMessage(conversation, "read me");
            bens.awaitMessage(conversation, "read me");
            phone.read(conversation, seq);
            for (Device device : new Device[] {laptop, bens}) {
                JsonNode read = device.inbox()
                        .await(
                                "read",
                                frame -> frame.path("user")
                                        .asText()
                                        .equals(ann.id().toString()));
                assertThat(read.path("conversation").asText()).isEqualTo(conversation.toString());
                assertThat(read.path("seq").asLong()).isEqualTo(seq);
            }
            Awaitility.await()
                    .atMost(Stack.SOON)
                    .until(() -> ann.conversation(conversation).path("readSeq").asLong() == seq);
        }
    }

    @Test
    void theSenderSeesThatTheMessageWasReceived() {
        try (Device anns = ann.device().live();
                Device bens = ben.device().live()) {
            long seq = anns.sent(conversation, "arrived?");
            anns.awaitMessage(conversation, "arrived?");
            bens.awaitMessage(conversation, "arrived?");
            bens.received(conversation, seq);
            JsonNode received = anns.inbox()
                    .await(
                            "received",
                            frame -> frame.path("user").asText().equals(ben.id().toString()));
            assertThat(received.path("conversation").asText()).isEqualTo(conversation.toString());
            assertThat(received.path("seq").asLong()).isEqualTo(seq);
        }
    }

    @Test
    void typingIsPassedOnToTheOtherOneOnly() {
        try (Device anns = ann.device().live();
                Device bens = ben.device().live()) {
            anns.sent(conversation, "begin");
            anns.awaitMessage(conversation, "begin");
            bens.awaitMessage(conversation, "begin");
            anns.typing(conversation, true);
            JsonNode typing = bens.inbox()
                    .await(
                            "typing",
                            frame -> frame.path("user").asText().equals(ann.id().toString()));
            assertThat(typing.path("active").asBoolean()).isTrue();
            anns.ping();
            assertThat(anns.inbox().all("typing")).isEmpty();
        }
    }

    @Test
    void aStrangerToTheConversationCannotTypeIntoIt() {
        TestUser cat = TestUser.register(ann.stack());
        try (Device bens = ben.device().live();
                Device cats = cat.device().live();
                Device anns = ann.device().live()) {
            anns.sent(conversation, "begin");
            anns.awaitMessage(conversation, "begin");
            bens.awaitMessage(conversation, "begin");
            cats.typing(conversation, true);
            cats.read(conversation, 1);
            cats.ping();
            anns.typing(conversation, true);
            JsonNode typing = bens.inbox().await("typing", _ -> true);
            assertThat(typing.path("user").asText()).isEqualTo(ann.id().toString());
            assertThat(bens.inbox().all("read")).isEmpty();
        }
    }

    @Test
    void presenceTellsTheStateAtOnceAndThenEachChange() {
        try (Device anns = ann.device().live()) {
            anns.sent(conversation, "begin");
            anns.awaitMessage(conversation, "begin");
            anns.presence("online", ben.id());
            assertThat(anns.inbox().await("presence", this::isBen).path("state").asText())
                    .isEqualTo("offline");
            Device bens = ben.device().live();
            bens.presence("online");
            anns.inbox()
                    .await("presence", frame -> isBen(frame) && stateOf(frame).equals("online"));
            bens.presence("away");
            anns.inbox()
                    .await("presence", frame -> isBen(frame) && stateOf(frame).equals("away"));
            int before = anns.inbox().size();
            bens.close();
            anns.inbox()
                    .await(
                            "presence",
                            frame -> isBen(frame) && stateOf(frame).equals("offline"),
                            before,
                            Duration.ofSeconds(40));
        }
    }

    private boolean isBen(JsonNode frame) {
        return frame.path("user").asText().equals(ben.id().toString());
    }

    private static String stateOf(JsonNode frame) {
        return frame.path("state").asText();
    }
}
