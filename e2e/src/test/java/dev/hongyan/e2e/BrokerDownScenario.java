package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// No promise rests on Kafka: without it messages come a little later.
@OnCluster
class BrokerDownScenario {
    private static final Duration WITHOUT_BROKER = Duration.ofSeconds(6);
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
        try (Device anns = pair.one().device().live();
                Device bens = pair.other().device().live();
                Device newcomers1 = newcomers.other().device().live()) {
            anns.sent(conversation, "with the broker");
            bens.awaitMessage(conversation, "with the broker");

            stack.without("kafka", () -> {
                UUID last = anns.send(conversation, "the last one");
                assertThat(anns.seqOf(last)).isEqualTo(3);
                newcomers.one().send(fresh, Ids.v7(), "the first one ever").expect(201);
                awaitText(bens, conversation, "the last one");
                awaitText(anns, conversation, "the last one");
                awaitText(newcomers1, fresh, "the first one ever");
            });

            anns.sent(conversation, "with the broker again");
            bens.awaitMessage(conversation, "with the broker again");
            assertThat(bens.texts(conversation))
                    .containsExactly("with the broker", "the last one", "with the broker again");
            assertThat(anns.violations()).isEmpty();
            assertThat(bens.violations()).isEmpty();
            assertThat(newcomers1.violations()).isEmpty();
        }
    }

    private static void awaitText(Device device, UUID conversation, String text) {
        device.inbox()
                .await(
                        "messages",
                        frame -> frame.path("messages")
                                .valueStream()
                                .anyMatch(message ->
                                        message.path("conversation").asText().equals(conversation.toString())
                                                && message.path("body")
                                                        .path("text")
                                                        .asText()
                                                        .equals(text)),
                        0,
                        WITHOUT_BROKER);
    }
}
