package dev.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each doubtful request is followed by a marked one on the same connection, which must never arrive.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmugglingTest {
    private static final String MARKED = "GET /api/users/marked HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private TestEdge edge;

    @BeforeAll
    void start() throws Exception {
        edge = new TestEdge("user", "message", "push");
    }

    @AfterAll
    void stop() throws Exception {
        edge.close();
    }

    @BeforeEach
    void forget() {
        edge.arrived.clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                " Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
                "\u000bTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "X: 1\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "X: 1\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Content-Length: 0\r\nContent-Length: 4\r\n\r\n",
                "Content-Length: 0\r\nContent-Length: 0\r\n\r\n",
                "Content-Length: 0, 0\r\n\r\n",
                "Content-Length: +5\r\n\r\nabcde",
                "Content-Length: 0x5\r\n\r\nabcde",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: 99999999999999999999\r\n\r\n",
                "Content-Length : 5\r\n\r\nabcde",
                "Host: other\r\n\r\n",
                "X-Long: 1\r\n folded\r\n\r\n",
                "X-Long: 1\r\n\tfolded\r\n\r\n",
                "NoColon\r\n\r\n",
                ": empty\r\n\r\n",
                "X-Null: a\u0000b\r\n\r\n",
                "Connection: X-User-Id\r\n\r\n",
                "Connection: close, Content-Length\r\n\r\n",
            })
    void refusesDoubtfulHeadsAndWhatFollows(String rest) throws Exception {
        String answer = edge.raw("POST /api/users HTTP/1.1\r\nHost: localhost\r\n" + rest + MARKED);

        assertThat(answer).startsWith("HTTP/1.1 400 ");
        assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
        assertThat(edge.arrived).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/users HTTP/1.1\r\n\r\n",
                "GET /api/users HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /api/users HTTP/1.1\r\nHost: a/b@c\r\n\r\n",
                "\u0001GET /api/users HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET  /api/users HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /api/users\tHTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /api/users HTTP/1.1\nHost: localhost\n\n",
                "GET /api/users\r\n\r\n",
                "POST /api/users HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            })
    void refusesDoubtfulBeginnings(String doubtful) throws Exception {
        String answer = edge.raw(doubtful + MARKED);

        assertThat(answer).matches("(?s)HTTP/1[.][01] 400 .*");
        assertThat(edge.arrived).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5;x=\"\n\r\nhello\r\n0\r\n\r\n",
                "5\nhello\r\n0\r\n\r\n",
                "5\r\nhelloX0\r\n\r\n",
                "-1\r\n\r\n",
                "G\r\n\r\n"
            })
    void neverPassesOnBrokenChunksAsAWholeBody(String chunks) throws Exception {
        edge.raw("POST /api/users HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + MARKED);

        assertThat(edge.arrived).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /ws HTTP/1.1\r\nContent-Length: 62\r\n",
                "GET /ws HTTP/1.1\r\nTransfer-Encoding: chunked\r\n",
                "POST /ws HTTP/1.1\r\nContent-Length: 62\r\n",
                "POST /ws HTTP/1.1\r\n",
                "DELETE /ws HTTP/1.1\r\n"
            })
    void refusesAnUpgradeThatIsNoPlainGet(String beginning) throws Exception {
        String answer = edge.raw(beginning + """
                Host: localhost
                Connection: Upgrade
                Upgrade: websocket
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

                """.replace("\n", "\r\n") + MARKED);

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("/problems/malformed-request");
        assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
        assertThat(edge.arrived).isEmpty();
    }

    @Test
    void doesNotSpeakTheSecondVersionOfTheProtocolInTheClear() throws Exception {
        String answer = edge.raw("""
                GET /api/users HTTP/1.1
                Host: localhost
                Connection: Upgrade, HTTP2-Settings
                Upgrade: h2c
                HTTP2-Settings: AAMAAABkAAQAAP__

                """.replace("\n", "\r\n"));
        assertThat(answer).startsWith("HTTP/1.1 200 ");
        assertThat(edge.arrived.element().header("Upgrade")).isEmpty();
        assertThat(edge.arrived.element().header("HTTP2-Settings")).isEmpty();

        assertThat(edge.raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).matches("(?s)HTTP/1[.][01] 400 .*");
    }

    @Test
    void carriesPipelinedRequestsOneByOne() throws Exception {
        String answer = edge.raw("POST /api/users HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5;ext=1\r\nhello\r\n0\r\nX-User-Id: 1\r\n\r\n" + MARKED + MARKED);

        assertThat(answer.split("HTTP/1.1 200 ", -1)).hasSize(4);
        assertThat(edge.arrived).hasSize(3);
        assertThat(edge.arrived.element().body()).isEqualTo("hello");
        assertThat(edge.arrived.element().header("X-User-Id")).isEmpty();
    }

    @Test
    void refusesHeadsOfUnreasonableSize() throws Exception {
        assertThat(edge.raw("GET /api/users?" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .matches("(?s)HTTP/1[.][01] 400 .*");
        assertThat(edge.raw("GET /api/users HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(40_000) + "\r\n\r\n"))
                .matches("(?s)HTTP/1[.][01] 400 .*");
        assertThat(edge.arrived).isEmpty();
    }
}
