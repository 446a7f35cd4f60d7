package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.Ids;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// No promise rests on Kafka: without it messages come a little later.
@OnCluster
class BrokerDownScenario {
    private static final Duration WITHOUT_BROKER = Duration.ofSeconds(6);
    /// What waits for the broker comes when its consumers are in their group again, which may take a session's
    /// time-out.
    private static final Duration AFTER_ITS_RETURN = Duration.ofSeconds(60);

    private final Stack stack;

    BrokerDownScenario(Stack stack) {
        this.stack = stack;
    }

    @Test
    void theLastMessageOfAQuietConversationArrivesWithoutTheBroker() {
        TestUser.Pair pair = TestUser.friends(stack);
        TestUser.Pair newcomers = TestUser.friends(stack);
        UUID conversation = pair.conversation();
        UUID fresh = newcomers.conversation();
        TestUser stranger = TestUser.register(stack);
        try (Device anns = pair.one().device().live();
                Device bens = pair.other().device().live();
                Device newcomers1 = newcomers.other().device().live()) {
            anns.sent(conversation, "with the broker");
            bens.awaitMessage(conversation, "with the broker");

            stack.without("kafka", () -> {
                UUID last = anns.send(conversation, "the last one");
                assertThat(anns.seqOf(last)).isEqualTo(3);
                newcomers.one().send(fresh, Ids.v7(), "the first one ever").expect(201);
                stranger.requestFriendship(pair.one());
                awaitText(bens, conversation, "the last one");
                awaitText(anns, conversation, "the last one");
                awaitText(newcomers1, fresh, "the first one ever");
            });

            anns.sent(conversation, "with the broker again");
            bens.awaitMessage(conversation, "with the broker again");
            assertThat(bens.texts(conversation))
                    .containsExactly("with the broker", "the last one", "with the broker again");
            awaitNotice(anns, pair.one().id(), stranger);
            assertThat(anns.violations()).isEmpty();
            assertThat(bens.violations()).isEmpty();
            assertThat(newcomers1.violations()).isEmpty();
        }
    }

    private static void awaitText(Device device, UUID conversation, String text) {
        await(
                device,
                conversation,
                WITHOUT_BROKER,
                body -> body.path("text").asText().equals(text));
    }

    private static void awaitNotice(Device device, UUID self, TestUser from) {
        await(
                device,
                self,
                AFTER_ITS_RETURN,
                body -> body.path("from").asText().equals(from.id().toString()));
    }

    private static void await(Device device, UUID conversation, Duration limit, Predicate<JsonNode> fits) {
        device.inbox()
                .await(
                        "messages",
                        frame -> frame.path("messages")
                                .valueStream()
                                .filter(message ->
                                        message.path("conversation").asText().equals(conversation.toString()))
                                .anyMatch(message -> fits.test(message.path("body"))),
                        0,
                        limit);
    }
}
