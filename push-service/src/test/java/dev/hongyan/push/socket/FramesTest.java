package dev.hongyan.push.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.identity.EndedSessions;
import dev.hongyan.kit.testing.TestTokens;
import dev.hongyan.push.Client;
import dev.hongyan.push.ComponentTest;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ComponentTest
@SuppressWarnings("NullAway.Init") // opened before each test
class FramesTest {
    private final UUID user = Ids.v7();
    private final UUID device = Ids.v7();
    private Client client;

    @TestHTTPResource("/ws")
    URI address;

    @Inject
    EndedSessions endedSessions;

    @BeforeEach
    void open() {
        Client.awaitReady(address);
        client = open(Map.of());
        client.next("welcome");
    }

    @AfterEach
    void close() {
        client.close();
    }

    private Client open(Map<String, String> headers) {
        return Client.open(
                URI.create("ws://" + address.getAuthority() + "/ws"),
                headers,
                "hongyan.v1",
                "bearer." + TestTokens.user(user, device));
    }

    private static String send(UUID id) {
        return "{\"op\":\"send\",\"id\":\"" + id + "\",\"conversation\":\"" + new UUID(1, 2)
                + "\",\"type\":\"text\",\"body\":{\"text\":\"x\"}}";
    }

    @Test
    void aPingIsAnsweredWithItsNumber() {
        client.send("{\"op\":\"ping\",\"n\":42}");

        assertThat(client.next().path("n").asInt()).isEqualTo(42);
    }

    @Test
    void aFrameThatMeansNothingIsAnErrorAndTheSocketStaysOpen() {
        client.send("{\"op\":\"fly\",\"id\":\"7\"}");
        JsonNode error = client.next();

        assertThat(error.path("op").asText()).isEqualTo("error");
        assertThat(error.path("ref").asText()).isEqualTo("7");
        assertThat(error.path("problem")
                        .path("violations")
                        .path(0)
                        .path("field")
                        .asText())
                .isEqualTo("op");
        client.send("{\"op\":\"ping\",\"n\":1}");
        assertThat(client.next().path("op").asText()).isEqualTo("pong");
    }

    @Test
    void problemsSpeakTheLanguageOfTheUpgrade() {
        try (Client chinese = open(Map.of("Accept-Language", "zh-CN"))) {
            chinese.next("welcome");
            chinese.send("nonsense");

            assertThat(chinese.next("error").path("problem").path("title").asText())
                    .isEqualTo("请求格式错误");
        }
    }

    @Test
    void tooManyErrorsEndTheSocket() {
        for (int i = 0; i <= 20; i++) {
            client.trySend("nonsense");
        }

        assertThat(client.next("bye").path("reason").asText()).isEqualTo("policy");
        assertThat(client.closeCode()).isEqualTo(1008);
    }

    @Test
    void withoutMessageServiceASendIsToBeRepeated() {
        UUID id = Ids.v7();
        client.send(send(id));
        JsonNode answer = client.next();

        assertThat(answer.path("op").asText()).isEqualTo("retry");
        assertThat(answer.path("id").asText()).isEqualTo(id.toString());
        assertThat(answer.path("afterMs").asInt()).isPositive();
    }

    @Test
    void contentThatCannotBeStoredIsRefusedForGood() {
        client.send("{\"op\":\"send\",\"id\":\"" + Ids.v7() + "\",\"conversation\":\"" + new UUID(1, 2)
                + "\",\"type\":\"text\",\"body\":{\"text\":\"\\ud83e\"}}");
        JsonNode refused = client.next();

        assertThat(refused.path("op").asText()).isEqualTo("refused");
        assertThat(refused.path("problem").path("type").asText()).isEqualTo("/problems/invalid-request");
    }

    @Test
    void whoSendsTooFastIsToldToWaitAndThenSentAway() {
        for (int i = 0; i < 60; i++) {
            client.trySend(send(Ids.v7()));
        }

        assertThat(client.next("bye").path("reason").asText()).isEqualTo("policy");
        assertThat(client.closeCode()).isEqualTo(4429);
    }

    @Test
    void whoBringsOtherFramesTooFastIsToldAndThenSentAway() {
        for (int i = 0; i < 110; i++) {
            client.trySend("{\"op\":\"ping\",\"n\":1}");
        }

        assertThat(client.next("error").path("problem").path("type").asText()).isEqualTo("/problems/too-many-requests");
        client.next("bye");
        assertThat(client.closeCode()).isEqualTo(4429);
    }

    @Test
    void whateverIsNotAllowedCountsAsAnErrorToo() {
        for (int i = 0; i <= 20; i++) {
            client.trySend("{\"op\":\"read\",\"conversation\":\"" + new UUID(1, 2) + "\",\"seq\":1}");
        }

        assertThat(client.next("bye").path("reason").asText()).isEqualTo("policy");
        assertThat(client.closeCode()).isEqualTo(1008);
    }

    @Test
    void aMessageThatIsTooBigClosesTheSocketWithItsOwnCode() {
        client.send("{\"padding\":\"" + "x".repeat(66_000) + "\"}");

        assertThat(client.closeCode()).isEqualTo(1009);
    }

    @Test
    void aMessageThatIsTooBigInPartsDoesToo() {
        for (int i = 0; i < 7; i++) {
            client.sendPart("x".repeat(10_000), false);
        }

        assertThat(client.closeCode()).isEqualTo(1009);
    }

    @Test
    void aMessageInPartsIsOneMessageAlsoWhenTheFirstIsEmpty() {
        client.sendPart("", false);
        client.sendPart("{\"op\":\"ping\",", false);
        client.sendPart("\"n\":3}", true);

        assertThat(client.next().path("n").asInt()).isEqualTo(3);
    }

    @Test
    void aMessageJustBelowTheLimitIsTaken() {
        String start = "{\"op\":\"ping\",\"n\":7,\"padding\":\"";
        client.send(start + "x".repeat(64 * 1024 - start.length() - 2) + "\"}");

        assertThat(client.next().path("n").asInt()).isEqualTo(7);
    }

    @Test
    void binaryMessagesAreNotSpokenHere() {
        client.socket().sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();

        assertThat(client.closeCode()).isEqualTo(1003);
    }

    @Test
    void silenceEndsTheSocket() {
        assertThat(client.closeCode()).isEqualTo(4408);
    }

    @Test
    void aFreshTokenIsTakenWithoutAWord() {
        client.send("{\"op\":\"auth\",\"token\":\"" + TestTokens.user(user, device) + "\"}");
        client.send("{\"op\":\"auth\",\"token\":\"" + TestTokens.expired(user, device) + "\"}");

        assertThat(client.next("error").path("problem").path("type").asText()).isEqualTo("/problems/token-expired");
    }

    @Test
    void theTokenOfAnotherSessionIsNotTaken() {
        client.send("{\"op\":\"auth\",\"token\":\"" + TestTokens.user(user, Ids.v7()) + "\"}");

        assertThat(client.next().path("problem").path("type").asText()).isEqualTo("/problems/forbidden");
    }

    @Test
    void aSessionThatEndsTakesItsSocketsAlong() {
        endedSessions.note(device, user);

        assertThat(client.next().path("reason").asText()).isEqualTo("session-ended");
        assertThat(client.closeCode()).isEqualTo(4401);
    }

    @Test
    void positionsInConversationsOfOthersAreErrors() {
        client.send("{\"op\":\"read\",\"conversation\":\"" + new UUID(1, 2) + "\",\"seq\":1}");
        assertThat(client.next().path("problem").path("type").asText()).isEqualTo("/problems/not-a-member");

        client.send("{\"op\":\"typing\",\"conversation\":\"" + new UUID(1, 2) + "\",\"active\":true}");
        assertThat(client.next().path("problem").path("type").asText()).isEqualTo("/problems/not-a-member");
    }
}
