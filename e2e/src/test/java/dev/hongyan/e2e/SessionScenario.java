package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.Ids;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets in, and how sessions end.
@OnCluster
class SessionScenario {
    private static final Duration SOCKETS_CLOSED = Duration.ofSeconds(2);
    private static final Duration REFUSED_EVERYWHERE = Duration.ofSeconds(5);

    private final Stack stack;
    private final TestUser ann;

    SessionScenario(Stack stack) {
        this.stack = stack;
        ann = TestUser.register(stack);
    }

    @Test
    void logoutClosesTheSocketAndItsTokensAreRefusedEverywhere() {
        Session session = ann.login();
        try (Device leaving = Device.connect(ann, session).live();
                Device staying = ann.device().live()) {
            Api api = stack.api().as(session.accessToken());
            api.post("/api/auth/logout").expect(204);
            long ended = System.nanoTime();
            Socket.Closed closed = leaving.socket().awaitClosed(SOCKETS_CLOSED);
            assertThat(closed.code()).isEqualTo(4401);
            assertThat(leaving.inbox().all("bye"))
                    .singleElement()
                    .extracting(bye -> bye.path("reason").asText())
                    .isEqualTo("session-ended");

            for (String path : List.of("/api/users/me", "/api/conversations", "/api/friends")) {
                Awaitility.await(path)
                        .atMost(REFUSED_EVERYWHERE.minusNanos(System.nanoTime() - ended))
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> api.get(path).status() == 401);
                api.get(path).problem(401, "session-ended");
            }
            stack.api()
                    .post("/api/auth/refresh", Json.object(Map.of("refreshToken", session.refreshToken())))
                    .expect(401);
            assertThatThrownBy(() -> Device.connect(ann, session))
                    .isInstanceOfSatisfying(
                            Socket.Refused.class,
                            refused -> assertThat(refused.status()).isEqualTo(401));
            staying.ping();
            assertThat(staying.socket().isOpen()).isTrue();
        }
    }

    @Test
    void signingAnotherDeviceOutClosesThatOne() {
        Session other = ann.login();
        try (Device lost = Device.connect(ann, other).live();
                Device mine = ann.device().live()) {
            ann.api().delete("/api/auth/sessions/" + other.id()).expect(204);
            assertThat(lost.socket().awaitClosed(SOCKETS_CLOSED).code()).isEqualTo(4401);
            mine.ping();
        }
    }

    @Test
    void anotherPasswordEndsAllOtherSessions() {
        try (Device other = ann.anotherDevice().live();
                Device mine = ann.device().live()) {
            ann.api()
                    .put(
                            "/api/auth/password",
                            Json.object(Map.of("current", TestUser.PASSWORD, "new", "and return in spring")))
                    .expect(204);
            assertThat(other.socket().awaitClosed(SOCKETS_CLOSED).code()).isEqualTo(4401);
            mine.ping();
            assertThat(mine.socket().isOpen()).isTrue();
        }
    }

    @Test
    void aRefreshTokenWorksOnceAndItsReplayEndsTheSession() {
        Session session = ann.login();
        JsonNode request = Json.object(Map.of("refreshToken", session.refreshToken()));
        Session renewed = Session.of(
                stack.api().post("/api/auth/refresh", request).expect(200).json());
        assertThat(renewed.id()).isEqualTo(session.id());
        stack.api().as(renewed.accessToken()).get("/api/users/me").expect(200);

        try (Device device = Device.connect(ann, renewed)) {
            stack.api().post("/api/auth/refresh", request).expect(401);
            assertThat(device.socket().awaitClosed(SOCKETS_CLOSED).code()).isEqualTo(4401);
            stack.api()
                    .post("/api/auth/refresh", Json.object(Map.of("refreshToken", renewed.refreshToken())))
                    .expect(401);
        }
    }

    @Test
    void aFreshTokenOfTheSameSessionIsTakenSilently() {
        Session session = ann.login();
        try (Device device = Device.connect(ann, session)) {
            JsonNode request = Json.object(Map.of("refreshToken", session.refreshToken()));
            Session renewed = Session.of(
                    stack.api().post("/api/auth/refresh", request).expect(200).json());
            device.auth(renewed.accessToken());
            device.ping();
            assertThat(device.inbox().all("error")).isEmpty();
            assertThat(device.socket().isOpen()).isTrue();
        }
    }

    @Test
    void aTokenOfAnotherSessionDoesNotRenewThisOne() {
        TestUser ben = TestUser.register(stack);
        assertNotRenewedBy(ben.session().accessToken(), "/problems/forbidden");
        assertNotRenewedBy(ann.login().accessToken(), "/problems/forbidden");
    }

    @Test
    void aGarbledTokenDoesNotRenewTheSocket() {
        assertNotRenewedBy("garbled", "/problems/unauthenticated");
    }

    private void assertNotRenewedBy(String token, String problem) {
        try (Device device = ann.device()) {
            device.auth(token);
            JsonNode error = device.inbox().await("error", _ -> true);
            assertThat(error.path("ref").asText()).isEqualTo("auth");
            assertThat(error.path("problem").path("type").asText()).isEqualTo(problem);
            device.ping();
            assertThat(device.inbox().all("error")).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "Bearer"})
    void aGarbledTokenIsRefusedBeforeTheUpgrade(String token) {
        WebSocket.Builder builder =
                Socket.builder().subprotocols(Socket.PROTOCOL).header("Authorization", "Bearer " + token);
        assertRefused(builder, 401);
        stack.api().as(token).get("/api/users/me").expect(401).problem();
    }

    @Test
    void aTokenWithAChangedClaimOrSignatureIsRefused() {
        String[] parts = ann.session().accessToken().split("\\.", -1);
        String foreign = parts[0] + "." + parts[1].substring(0, parts[1].length() - 4) + "AAAA." + parts[2];
        String unsigned = parts[0] + "." + parts[1] + ".";
        String resigned =
                parts[0] + "." + parts[1] + "." + (parts[2].charAt(0) == 'A' ? 'B' : 'A') + parts[2].substring(1);
        for (String token : List.of(foreign, unsigned, resigned)) {
            stack.api().as(token).get("/api/users/me").expect(401).problem();
            stack.api().as(token).get("/api/conversations").expect(401).problem();
            assertRefused(
                    Socket.builder().subprotocols(Socket.PROTOCOL).header("Authorization", "Bearer " + token), 401);
        }
    }

    @Test
    void nobodyIsRefusedBeforeTheUpgrade() {
        assertRefused(Socket.builder().subprotocols(Socket.PROTOCOL), 401);
    }

    @Test
    void aForeignOriginIsRefusedAndTheOwnOneIsNot() {
        String authorization = "Bearer " + ann.session().accessToken();
        assertRefused(
                Socket.builder()
                        .subprotocols(Socket.PROTOCOL)
                        .header("Authorization", authorization)
                        .header("Origin", "https://elsewhere.example"),
                403);
        Inbox inbox = new Inbox();
        Socket own = Socket.open(
                stack.gateway(),
                Socket.builder()
                        .subprotocols(Socket.PROTOCOL)
                        .header("Authorization", authorization)
                        .header("Origin", stack.gateway().toString()),
                inbox::add);
        inbox.await("welcome", _ -> true);
        own.close();
    }

    @Test
    void aBrowserBringsItsTokenAsASecondSubprotocolWhichIsNotEchoed() {
        Inbox inbox = new Inbox();
        Socket socket = Socket.open(
                stack.gateway(),
                Socket.builder()
                        .subprotocols(Socket.PROTOCOL, "bearer." + ann.session().accessToken()),
                inbox::add);
        assertThat(socket.subprotocol()).isEqualTo(Socket.PROTOCOL);
        JsonNode welcome = inbox.await("welcome", _ -> true);
        assertThat(welcome.path("user").asText()).isEqualTo(ann.id().toString());
        assertThat(welcome.path("session").asText())
                .isEqualTo(ann.session().id().toString());
        assertThat(welcome.path("device").asText()).isEqualTo(ann.session().id().toString());
        assertThat(welcome.path("heartbeatSeconds").asInt()).isPositive();
        socket.close();
    }

    @Test
    void whoAsksForNothingGetsNothingButAnswers() {
        TestUser.Pair pair = TestUser.friends(stack);
        UUID conversation = pair.conversation();
        try (Device silent = pair.other().device();
                Device live = pair.other().anotherDevice().live()) {
            pair.one().send(conversation, Ids.v7(), "to all that listen").expect(201);
            live.awaitMessage(conversation, "to all that listen");
            silent.ping();
            assertThat(silent.inbox().all("messages")).isEmpty();
            assertThat(silent.violations()).isEmpty();
        }
    }

    private void assertRefused(WebSocket.Builder builder, int status) {
        assertThatThrownBy(() -> Socket.open(stack.gateway(), builder, _ -> {}))
                .isInstanceOfSatisfying(
                        Socket.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
    }
}
