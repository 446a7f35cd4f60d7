package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.Ids;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Without the database calls fail soon and clearly, and recover by themselves.
@OnCluster
class DatabaseDownScenario {
    /// The promised two seconds, and what a loaded machine adds on the way there and back.
    private static final Duration AT_MOST = Duration.ofMillis(2_500);

    private final Stack stack;

    DatabaseDownScenario(Stack stack) {
        this.stack = stack;
    }

    @Test
    void callsFailWithinTwoSecondsAndRecoverByThemselves() {
        TestUser.Pair pair = TestUser.friends(stack);
        UUID conversation = pair.conversation();
        UUID byRest = Ids.v7();
        try (Device anns = pair.one().device().live().stayConnected();
                Device bens = pair.other().device().live().stayConnected()) {
            anns.sent(conversation, "before");
            bens.awaitMessage(conversation, "before");

            UUID[] bySocket = new UUID[1];
            stack.without("postgres", () -> {
                unavailable(() -> pair.one().send(conversation, byRest, "meanwhile by REST"));
                unavailable(() -> pair.one().api().get("/api/conversations/" + conversation + "/messages"));
                unavailable(() -> pair.one().api().get("/api/users/me"));
                unavailable(() -> stack.api()
                        .post("/api/auth/login", Json.object(Map.of("login", "x", "password", "some password"))));
                bySocket[0] = anns.send(conversation, "meanwhile by socket");
                anns.inbox().await("retry", frame -> isAbout(frame, bySocket[0]), 0, Duration.ofSeconds(5));
                anns.ping();
            });

            Awaitility.await()
                    .atMost(Stack.SOON)
                    .until(() -> pair.one()
                                    .send(conversation, byRest, "meanwhile by REST")
                                    .status()
                            < 300);
            Awaitility.await().atMost(Stack.SOON).until(() -> anns.unanswered() == 0);
            bens.awaitMessage(conversation, "meanwhile by REST");
            bens.awaitMessage(conversation, "meanwhile by socket");
            anns.sent(conversation, "after");
            bens.awaitMessage(conversation, "after");
            assertThat(bens.texts(conversation)).hasSize(4).doesNotHaveDuplicates();
            newPeopleCanRegister();
        }
    }

    /// 202 says that a part which was away is told later; with all parts back it is 201 again.
    private void newPeopleCanRegister() {
        Awaitility.await().atMost(Stack.SOON).untilAsserted(() -> TestUser.register(stack));
    }

    private static void unavailable(Supplier<Answer> call) {
        long start = System.nanoTime();
        Answer answer = call.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as(answer.request())
                .isLessThan(AT_MOST);
        answer.problem(503, "unavailable");
    }

    private static boolean isAbout(JsonNode frame, UUID id) {
        return frame.path("id").asText().equals(id.toString());
    }
}
