package dev.hongyan.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.kit.testing.HostileInput;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class HostileInputTest extends GroupServiceTest {
    /// Calls, and the members that each of them reads.
    static Stream<Arguments> calls() {
        return Stream.of(
                Arguments.of("POST", "", "name members avatar joinPolicy"),
                Arguments.of("PATCH", "/{id}", "name avatar avatarUrl joinPolicy settings"),
                Arguments.of("PUT", "/{id}/announcement", "text"),
                Arguments.of("PUT", "/{id}/mute", "minutes"),
                Arguments.of("POST", "/{id}/members", "users"),
                Arguments.of("PATCH", "/{id}/members/{user}", "nickname"),
                Arguments.of("PUT", "/{id}/members/{user}/role", "role"),
                Arguments.of("PUT", "/{id}/members/{user}/mute", "minutes"),
                Arguments.of("POST", "/{id}/join", "message"),
                Arguments.of("POST", "/{id}/invitations", "maxUses expiresInHours"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void bearsAnyBody(String method, String path, String members) {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.group(bob);
        String url = "/api/groups"
                + path.replace("{id}", group).replace("{user}", bob.id().toString());
        HostileInput.assertBorne(alice.api(), method, url, members, 200, 201, 204, 400);
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        Answer answer = newUser().api().post("/api/groups", "{\"name\":\"" + "x".repeat(1_100_000) + "\"}");

        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void refusesAnotherMediaTypeAndMethod() {
        TestUser alice = newUser();
        String group = alice.group();

        assertThat(alice.api()
                        .with("Content-Type", "text/plain")
                        .post("/api/groups", "x")
                        .status())
                .isEqualTo(415);
        for (String path : List.of("/leave", "/join", "/invitations")) {
            assertThat(alice.api().get("/api/groups/" + group + path).status())
                    .as(path)
                    .isEqualTo(405);
        }
        for (String path : List.of("/members", "/requests", "/mute", "/announcement", "/members/" + alice.id())) {
            assertThat(alice.api()
                            .call("PROPFIND", "/api/groups/" + group + path, "")
                            .status())
                    .as(path)
                    .isEqualTo(405);
        }
        assertThat(alice.api().get("/api/groups/" + group + "/nothing").status())
                .isEqualTo(404);
    }

    @Test
    void refusesWhoIsNobody() {
        Api nobody = api();
        String group = newUser().group();
        for (Answer answer : List.of(
                nobody.get("/api/groups"),
                nobody.post("/api/groups", "{}"),
                nobody.get("/api/groups/" + group + "/members"),
                nobody.post("/api/groups/" + group + "/join", null),
                nobody.post("/api/groups/" + group + "/leave", null),
                nobody.get("/api/groups/" + group + "/requests"),
                nobody.post("/api/groups/" + group + "/invitations", null),
                nobody.post("/api/invitations/x/accept", null),
                nobody.as("x.y.z").get("/api/groups"))) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        }
        assertThat(service().get("/api/groups").status()).isEqualTo(403);
    }

    @Test
    void refusesBadListParameters() {
        TestUser alice = newUser();
        String group = alice.group();
        for (String list : List.of("", "/" + group + "/members", "/" + group + "/requests")) {
            for (String query : List.of(
                    "limit=0",
                    "limit=201",
                    "limit=abc",
                    "limit=-1",
                    "limit=1.5",
                    "cursor=abc",
                    "cursor=%25%25",
                    "cursor=JyBvciAxPTEgLS0",
                    "cursor=MCA5OTk5OTk5OTk5OTk5OTk5OTkgeA")) {
                Answer answer = alice.api().get("/api/groups" + list + "?" + query);
                assertThat(answer.status()).as(list + "?" + query).isEqualTo(400);
                assertThat(answer.problem()).isEqualTo("invalid-request");
            }
        }
    }

    @Test
    void refusesBadIdsInPaths() {
        TestUser alice = newUser();
        String group = alice.group();
        String unknown = UUID.randomUUID().toString();
        for (String id : List.of("x", "1", "00000000-0000-0000-0000-00000000000Z", "%00", "%F0%28%8C", "..%2f..")) {
            assertThat(alice.see(id).status()).as(id).isIn(400, 404);
            assertThat(alice.leave(id).status()).as(id).isIn(400, 404);
            assertThat(alice.api()
                            .delete("/api/groups/" + group + "/members/" + id)
                            .status())
                    .as(id)
                    .isIn(400, 404);
            assertThat(alice.api()
                            .post("/api/groups/" + group + "/requests/" + id + "/approve", null)
                            .status())
                    .as(id)
                    .isIn(400, 404);
        }
        assertThat(alice.see(group.toUpperCase(Locale.ROOT)).status()).isEqualTo(400);
        assertThat(alice.see(unknown).status()).isEqualTo(404);
    }
}
