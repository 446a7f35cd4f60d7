package dev.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutingTest {
    private TestEdge edge;

    @BeforeAll
    void start() throws Exception {
        edge = new TestEdge("user", "message", "spare");
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
    @CsvSource({
        "/api/auth/login, user",
        "/api/users/me?x=1, user",
        "/api/friend-requests, user",
        "/api/friends/1, user",
        "/api/blocks, user",
        "/.well-known/jwks.json, user",
        "/api/conversations/1/messages/2/reactions/%F0%9F%91%8D, message",
        "/api/media, message",
        "/api/search?q=%25%2e%2e, message",
        "/api/push/poll?wait=25, spare",
    })
    void carriesEachPathToItsService(String path, String service) throws Exception {
        HttpResponse<String> answer = edge.call("GET", path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(service);
        assertThat(edge.arrived)
                .singleElement()
                .satisfies(request -> assertThat(request.uri()).isEqualTo(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/api",
                "/api/",
                "/api/unknown",
                "/API/users",
                "/internal/heads",
                "/Internal/heads",
                "/%69nternal/heads",
                "/internal",
                "/q/health/ready",
                "/q/metrics",
                "/q/openapi",
                "/ws/internal",
                "/api/groups",
                "/api/wallet",
                "/metrics",
            })
    void knowsNoOtherPath(String path) throws Exception {
        HttpResponse<String> answer = edge.call("GET", path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"type\":\"/problems/not-found\"", "\"instance\":\"" + path + "\"");
        assertThat(edge.arrived).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//internal/heads",
                "/./internal/heads",
                "/api/users/../../internal/heads",
                "/api/users/%2e%2e/%2e%2e/internal/heads",
                "/api/users/.%2E/internal",
                "/api/users%2f..%2f..%2finternal",
                "/api/users/%5c..%5cinternal",
                "/api/users/..\\..\\internal",
                "/api/users/..;/..;/internal",
                "/api/users;x=1/me",
                "/api//users",
                "/api/users/%252e%252e/internal",
                "/api/users/%c0%ae%c0%ae/internal",
                "/api/users/%00",
                "/api/users/%0d%0aX:1",
                "/api/users/%zz",
                "/api/users/%2",
                "/api/users/\u00ef",
                "api/users",
                "http://localhost/api/users",
                "http://localhost/internal/heads",
                "/api/users#/internal",
                "*",
            })
    void refusesPathsThatCanBeReadInTwoWays(String path) throws Exception {
        String answer = edge.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("/problems/malformed-request");
        assertThat(edge.arrived).isEmpty();
    }

    @Test
    void speaksTheLanguageOfTheCaller() throws Exception {
        assertThat(edge.call("GET", "/nowhere", "Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8")
                        .body())
                .contains("未找到");
        assertThat(edge.call("GET", "/nowhere", "Accept-Language", "en").body()).contains("Not found");
        assertThat(edge.call("GET", "/nowhere", "Accept-Language", "!!").body()).contains("Not found");
    }

    @Test
    void saysWhoItIs() throws Exception {
        assertThat(edge.call("GET", "/api/server").body())
                .isEqualTo("{\"name\":\"Hongyan\",\"version\":\"1.2.3\",\"contractLevel\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
    void takesTheMethodThatAPostMeans(String method) throws Exception {
        edge.call("POST", "/api/users/me", "{}", new String[] {"X-HTTP-Method-Override", method});

        assertThat(edge.arrived).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo(method);
            assertThat(request.body()).isEqualTo("{}");
            assertThat(request.header("X-HTTP-Method-Override")).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({"POST, GET", "POST, CONNECT", "POST, put", "GET, DELETE", "PUT, PATCH"})
    void refusesOtherOverrides(String method, String override) throws Exception {
        HttpResponse<String> answer =
                edge.call(method, "/api/users/me", "", new String[] {"X-HTTP-Method-Override", override});

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(edge.arrived).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "PUT PATCH", "PUT,", "P\"T", "PÜT", "(PUT)"})
    void refusesOverridesThatAreNoMethodAtAll(String override) throws Exception {
        String answer = edge.raw("POST /api/users/me HTTP/1.1\r\nHost: localhost\r\nX-HTTP-Method-Override:" + override
                + "\r\nContent-Length: 0\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json", "/problems/invalid-request");
        assertThat(edge.arrived).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "BREW", "PROPFIND"})
    void refusesMethodsThatNobodyHas(String method) throws Exception {
        assertThat(edge.raw(method + " /api/users HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .containsIgnoringCase("Allow: DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT\r\n");
        assertThat(edge.arrived).isEmpty();
    }

    @Test
    void passesNoWordAboutTheCallerButItsOwn() throws Exception {
        HttpResponse<String> answer = edge.call("GET", "/api/users/me", "", new String[] {
            "X-Forwarded-For", "10.0.0.1",
            "X-Forwarded-Host", "evil.example",
            "Forwarded", "for=10.0.0.1",
            "X-Real-IP", "10.0.0.1",
            "X-User-Id", "1",
            "X-Request-Id", "mine",
            "X-Original-URL", "/internal",
            "Authorization", "Bearer x",
            "Accept-Language", "zh-CN",
            "X-Session", "cookie",
        });

        TestEdge.Arrived request = edge.arrived.element();
        assertThat(request.header("X-Forwarded-For")).isEqualTo("127.0.0.1");
        for (String stripped :
                List.of("X-Forwarded-Host", "Forwarded", "X-Real-IP", "X-User-Id", "X-Original-URL", "Upgrade")) {
            assertThat(request.header(stripped)).as(stripped).isEmpty();
        }
        assertThat(request.header("Authorization")).isEqualTo("Bearer x");
        assertThat(request.header("Accept-Language")).isEqualTo("zh-CN");
        assertThat(request.header("X-Session")).isEqualTo("cookie");
        assertThat(request.header("X-Request-Id"))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
                .isEqualTo(answer.headers().firstValue("X-Request-Id").orElse(""));
    }
}
