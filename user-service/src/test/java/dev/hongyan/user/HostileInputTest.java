package dev.hongyan.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.kit.testing.HostileInput;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class HostileInputTest extends UserServiceTest {
    /// Calls, and the members that each of them reads.
    static Stream<Arguments> calls() {
        return Stream.of(
                Arguments.of("POST", "/api/auth/register", "username password displayName email device"),
                Arguments.of("POST", "/api/auth/login", "login password device"),
                Arguments.of("POST", "/api/auth/refresh", "refreshToken"),
                Arguments.of("PUT", "/api/auth/password", "current new"),
                Arguments.of("PATCH", "/api/users/me", "displayName email phone bio locale avatarUrl privacy"),
                Arguments.of("POST", "/api/friend-requests", "to message"),
                Arguments.of("POST", "/api/friend-requests/x/accept", "id"),
                Arguments.of("PATCH", "/api/friends/x", "alias tags"),
                Arguments.of("PUT", "/api/blocks/x", "id"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void bearsAnyBody(String method, String path, String members) {
        HostileInput.assertBorne(newUser().api(), method, path, members, 200, 400, 401, 404, 413, 429);
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
