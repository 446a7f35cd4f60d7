package dev.hongyan.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class HostileInputTest extends UserServiceTest {
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "1",
            "1.5",
            "-1e999",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[[[[]]]]",
            "{\"name\":5,\"platform\":[]}",
            "\"" + "x".repeat(100_000) + "\"",
            "\"../../etc/passwd\"",
            "\"' or 1=1 --\"");
    private static final List<String> BODIES = List.of(
            "",
            " ",
            "null",
            "5",
            "\"text\"",
            "[]",
            "{",
            "{}}",
            "{\"a\":1,}",
            "\u0000",
            "[".repeat(5_000),
            "{\"to\":\"NOT-A-UUID\"}");

    /// Calls, and the members that each of them reads.
    static Stream<Arguments> calls() {
        return Stream.of(
                Arguments.of("POST", "/api/auth/register", "username password displayName email device"),
                Arguments.of("POST", "/api/auth/login", "login password device"),
                Arguments.of("POST", "/api/auth/refresh", "refreshToken"),
                Arguments.of("PUT", "/api/auth/password", "current new"),
                Arguments.of("PATCH", "/api/users/me", "displayName email bio locale avatarUrl privacy"),
                Arguments.of("POST", "/api/friend-requests", "to message"),
                Arguments.of("POST", "/api/friend-requests/x/accept", "id"),
                Arguments.of("PATCH", "/api/friends/x", "alias tags"),
                Arguments.of("PUT", "/api/blocks/x", "id"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void bearsAnyBody(String method, String path, String members) {
        Api api = newUser().api();
        Stream<String> wrongMembers = Stream.of(members.split(" ", -1))
                .flatMap(member -> VALUES.stream().map(value -> "{\"" + member + "\":" + value + "}"));

        Stream.concat(BODIES.stream(), wrongMembers).forEach(body -> {
            Answer answer = api.call(method, path, body);
            String about = method + " " + path + " " + body.substring(0, Math.min(80, body.length()));
            assertThat(answer.status()).as(about).isIn(200, 400, 401, 404, 413, 429);
            if (answer.status() != 200) {
                assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                        .as(about)
                        .startsWith("application/problem+json");
            }
        });
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        Answer answer = api().post("/api/auth/login", "{\"login\":\"" + "x".repeat(1_100_000) + "\"}");

        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void refusesAnotherMediaTypeAndMethod() {
        assertThat(api().with("Content-Type", "text/plain")
                        .post("/api/auth/login", "x")
                        .status())
                .isEqualTo(415);
        assertThat(api().delete("/api/auth/login").status()).isEqualTo(405);
        assertThat(newUser().api().get("/api/nothing").status()).isIn(401, 404);
    }

    @Test
    void refusesBadListParameters() {
        Api api = newUser().api();
        for (String list : List.of("/api/friends", "/api/blocks", "/api/friend-requests", "/api/auth/sessions")) {
            for (String query : List.of(
                    "limit=0",
                    "limit=201",
                    "limit=abc",
                    "limit=-1",
                    "limit=1.5",
                    "cursor=abc",
                    "cursor=%25%25",
                    "cursor=JyBvciAxPTEgLS0")) {
                Answer answer = api.get(list + "?" + query);
                assertThat(answer.status()).as(list + "?" + query).isEqualTo(400);
                assertThat(answer.problem()).isEqualTo("invalid-request");
            }
        }
    }

    @Test
    void refusesBadIdsInPaths() {
        Api api = newUser().api();
        for (String id : List.of("x", "1", "00000000-0000-0000-0000-00000000000Z", "%00", "%F0%28%8C", "..%2f..")) {
            assertThat(api.get("/api/users/" + id).status()).as(id).isIn(400, 404);
            assertThat(api.put("/api/blocks/" + id, null).status()).as(id).isIn(400, 404);
            assertThat(api.post("/api/friend-requests/" + id + "/accept", null).status())
                    .as(id)
                    .isIn(400, 404);
        }
    }
}
