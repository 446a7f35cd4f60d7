package dev.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BehindAnotherProxyTest {
    private static TestEdge edge;

    @BeforeAll
    static void open() throws Exception {
        edge = new TestEdge(true, "user");
    }

    @AfterAll
    static void close() {
        edge.close();
    }

    @Test
    void believesOnlyWhatTheProxyHasWrittenLast() throws Exception {
        assertThat(clientOf("X-Forwarded-For", "10.9.9.9, 203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(clientOf("X-Forwarded-For", "10.9.9.9", "X-Forwarded-For", "2001:db8::1"))
                .isEqualTo("2001:db8::1");
    }

    @Test
    void leavesOutThePortThatSomeProxiesWrite() throws Exception {
        assertThat(clientOf("X-Forwarded-For", "203.0.113.7:4711")).isEqualTo("203.0.113.7");
        assertThat(clientOf("X-Forwarded-For", "10.9.9.9, [2001:db8::1]:4711")).isEqualTo("2001:db8::1");
        assertThat(clientOf("X-Forwarded-For", "[2001:db8::1]")).isEqualTo("2001:db8::1");
    }

    @Test
    void takesThePeerWhereNothingWasWritten() throws Exception {
        assertThat(clientOf()).isEqualTo("127.0.0.1");
        assertThat(clientOf("X-Forwarded-For", "203.0.113.7, ")).isEqualTo("127.0.0.1");
        assertThat(clientOf("X-Forwarded-For", "unknown")).isEqualTo("127.0.0.1");
    }

    @Test
    void believesNothingElse() throws Exception {
        edge.arrived.clear();
        edge.call(
                "GET", "/api/users/me", "", new String[] {"X-Forwarded-Host", "evil.example", "X-Real-IP", "10.0.0.1"});
        assertThat(edge.arrived.element().header("X-Forwarded-Host")).isEmpty();
        assertThat(edge.arrived.element().header("X-Real-IP")).isEmpty();
    }

    private static String clientOf(String... headers) throws Exception {
        edge.arrived.clear();
        edge.call("GET", "/api/users/me", "", headers);
        return edge.arrived.element().header("X-Forwarded-For");
    }
}
