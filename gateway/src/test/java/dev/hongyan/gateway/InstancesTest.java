package dev.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two instances of a service behind the gateway, one of which is not well.
class InstancesTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Set<String> notReady = ConcurrentHashMap.newKeySet();
    private TestEdge edge;

    @BeforeEach
    void start() throws Exception {
        edge = new TestEdge();
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void takesInstancesInTurn() throws Exception {
        play("push");
        play("spare");
        await().atMost(SOON).until(() -> answersOf(10).equals(Set.of("push", "spare")));
    }

    @Test
    void asksTheOtherOneWhenOneRefusesTheConnection() throws Exception {
        play("push");
        HttpServer spare = play("spare");
        await().atMost(SOON).until(() -> answersOf(10).contains("spare"));
        TestEdge.wait(spare.close());
        assertThat(answersOf(10)).containsExactly("push");
    }

    @Test
    void givesNothingNewToAnInstanceThatIsNotReadyUntilItIsAgain() throws Exception {
        play("push");
        play("spare");
        notReady.add("spare");
        await().atMost(SOON).until(() -> answersOf(10).equals(Set.of("push")));
        assertThat(answersOf(20)).containsExactly("push");
        notReady.clear();
        await().atMost(SOON).until(() -> answersOf(10).contains("spare"));
    }

    @Test
    void asksInstancesThatAreNotReadyWhenNoneIs() throws Exception {
        play("push");
        play("spare");
        notReady.addAll(Set.of("push", "spare"));
        await().during(Duration.ofMillis(1_500))
                .atMost(SOON)
                .until(() -> answersOf(4).size() == 2);
    }

    @Test
    void givesNothingNewToAnInstanceThatHasFallenSilent() throws Exception {
        play("push");
        edge.play("spare", _ -> {});
        await().atMost(SOON).until(() -> answersOf(10).equals(Set.of("push")));
    }

    @Test
    void takesASocketToAnotherInstanceWhenOneRefusesItOrIsSilent() throws Exception {
        edge.play("push", request -> {
            if (TestEdge.isProbe(request)) {
                request.response().end();
            } else {
                request.toWebSocket();
            }
        });
        HttpServer refusing = edge.play(
                "spare",
                request -> request.response()
                        .setStatusCode(TestEdge.isProbe(request) ? 200 : 503)
                        .end());
        openSockets();
        TestEdge.wait(refusing.close());
        openSockets();
        edge.play("spare", request -> {
            if (TestEdge.isProbe(request)) {
                request.response().end();
            }
        });
        openSockets();
    }

    private void openSockets() throws Exception {
        WebSocketClient client = edge.vertx().createWebSocketClient();
        for (int i = 0; i < 4; i++) {
            WebSocketConnectOptions options = new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(edge.port)
                    .setURI("/ws");
            TestEdge.wait(client.connect(options));
        }
        TestEdge.wait(client.close());
    }

    private HttpServer play(String service) throws Exception {
        return edge.play(service, request -> answer(service, request));
    }

    private void answer(String service, HttpServerRequest request) {
        boolean refusal = TestEdge.isProbe(request) && notReady.contains(service);
        request.response().setStatusCode(refusal ? 503 : 200).end(service);
    }

    private Set<String> answersOf(int calls) throws Exception {
        Set<String> answers = new TreeSet<>();
        for (int i = 0; i < calls; i++) {
            answers.add(Objects.requireNonNull(
                    edge.call("GET", "/api/push/poll?wait=1").body()));
        }
        return answers;
    }
}
