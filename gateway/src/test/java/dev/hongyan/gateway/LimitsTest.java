package dev.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.HttpServer;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LimitsTest {

    @Test
    void refusesBodiesThatAreTooLarge() throws Exception {
        try (TestEdge edge = new TestEdge()) {
            HttpResponse<String> declared = edge.call("POST", "/api/users", "x".repeat(1_001), new String[0]);
            assertThat(declared.statusCode()).isEqualTo(413);
            assertThat(declared.body()).contains("/problems/too-large");

            String chunk = "100\r\n" + "x".repeat(256) + "\r\n";
            String counted =
                    edge.raw("POST /api/users HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + chunk.repeat(4) + "0\r\n\r\n");
            assertThat(counted).startsWith("HTTP/1.1 413 ");
            assertThat(edge.arrived).isEmpty();

            assertThat(edge.call("POST", "/api/users", "x".repeat(1_000), new String[0])
                            .statusCode())
                    .isEqualTo(200);
            assertThat(edge.call("POST", "/api/media", "x".repeat(4_000), new String[0])
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void saysWhenAServiceIsAwayAndFindsItAgain() throws Exception {
        try (TestEdge edge = new TestEdge("message")) {
            HttpResponse<String> away = edge.call("GET", "/api/users/me");
            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(away.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(away.body()).contains("/problems/unavailable");

            edge.play("user", request -> request.response().end("back"));
            assertThat(edge.call("GET", "/api/users/me").body()).isEqualTo("back");
        }
    }

    @Test
    void givesUpOnAServiceThatDoesNotAnswer() throws Exception {
        try (TestEdge edge = new TestEdge("message")) {
            edge.play("user", _ -> {});
            HttpResponse<String> late = edge.call("GET", "/api/users/me");
            assertThat(late.statusCode()).isEqualTo(504);
            assertThat(late.body()).contains("/problems/upstream-timeout");
        }
    }

    @Test
    void givesAnUploadLongerThanAnAnswer() throws Exception {
        try (TestEdge edge = new TestEdge();
                Socket socket = edge.socket()) {
            OutputStream out = socket.getOutputStream();
            out.write("POST /api/media HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            AtomicInteger sent = new AtomicInteger();
            await().pollInterval(Duration.ofMillis(300)).until(() -> {
                out.write('x');
                return sent.incrementAndGet() == 4;
            });
            assertThat(TestEdge.read(socket.getInputStream())).startsWith("HTTP/1.1 200 ");
            assertThat(edge.arrived.element().body()).isEqualTo("xxxx");
        }
    }

    @Test
    void givesUpOnAServiceThatDoesNotAnswerAnUpload() throws Exception {
        try (TestEdge edge = new TestEdge("message")) {
            edge.play("user", _ -> {});
            HttpResponse<String> late = edge.call("POST", "/api/users", "x".repeat(100), new String[0]);
            assertThat(late.statusCode()).isEqualTo(504);
        }
    }

    @Test
    void waitsLongerForAPoll() throws Exception {
        try (TestEdge edge = new TestEdge("message")) {
            edge.play(
                    "push",
                    request ->
                            edge.vertx().setTimer(1_200, _ -> request.response().end("late")));
            assertThat(edge.call("GET", "/api/push/poll?wait=25").body()).isEqualTo("late");
        }
    }

    @Test
    void goesToTheOtherInstanceWhenOneRefuses() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (TestEdge edge = new TestEdge("message")) {
            HttpServer one = edge.play("push", request -> request.response().end("one"));
            edge.play("spare", request -> request.response().end("two " + calls.incrementAndGet()));
            // Who was not there yet when he was first asked gets his turn when he has answered.
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () -> assertThat(edge.call("GET", "/api/push/poll").body()
                                            + edge.call("GET", "/api/push/poll").body())
                                    .contains("one", "two"));

            TestEdge.wait(one.close());
            // A call may have met the old connection while it was closed: nobody repeats it, since it may have arrived.
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                for (int i = 0; i < 6; i++) {
                    assertThat(edge.call("POST", "/api/push/x").body()).startsWith("two");
                }
            });
        }
    }

    @Test
    void cutsOffWhoSendsAHeadByteByByte() throws Exception {
        try (TestEdge edge = new TestEdge();
                Socket socket = edge.socket()) {
            socket.getOutputStream().write("GET /api/users HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            await().atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> isCut(socket));
        }
    }

    @Test
    void cutsOffWhoDoesNotSendTheBody() throws Exception {
        try (TestEdge edge = new TestEdge();
                Socket socket = edge.socket()) {
            socket.getOutputStream()
                    .write("POST /api/users HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\nx"
                            .getBytes(StandardCharsets.US_ASCII));
            await().atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> isCut(socket));
            assertThat(edge.arrived).isEmpty();
        }
    }

    @Test
    void tellsItsHealthAndItsCountsOnAnotherPort() throws Exception {
        try (TestEdge edge = new TestEdge()) {
            edge.call("GET", "/api/users/me");
            edge.call("GET", "/nowhere");
            assertThat(managed(edge, "/health/live").statusCode()).isEqualTo(200);
            assertThat(managed(edge, "/health/ready").body()).contains("UP");
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(managed(edge, "/metrics").body())
                            .contains("im_gateway_requests_total{upstream=\"user\",status=\"200\"} 1")
                            .contains("im_gateway_requests_total{upstream=\"none\",status=\"404\"} 1")
                            .contains("im_gateway_requests_under_way 0"));
        }
    }

    private static boolean isCut(Socket socket) throws Exception {
        try {
            socket.getOutputStream().write('x');
            return socket.getInputStream().available() == 0 && ended(socket);
        } catch (java.io.IOException broken) {
            return true;
        }
    }

    private static boolean ended(Socket socket) throws Exception {
        socket.setSoTimeout(50);
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        }
    }

    private static HttpResponse<String> managed(TestEdge edge, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge.management + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
