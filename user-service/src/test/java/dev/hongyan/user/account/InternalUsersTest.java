package dev.hongyan.user.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.user.TestUser;
import dev.hongyan.user.UserServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class InternalUsersTest extends UserServiceTest {
    @Test
    void findsByIdAndByUsernameThoseWhoExistAndEachOnce() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        alice.api().patch("/api/users/me", Map.of("displayName", "Alice", "avatarUrl", "https://example.org/a.png"));

        Answer answer = service()
                .post(
                        "/internal/users",
                        Map.of(
                                "ids",
                                List.of(alice.id(), UUID.randomUUID().toString()),
                                "usernames",
                                List.of(alice.username(), bob.username(), "nobody")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("items")).hasSize(2);
        for (JsonNode item : answer.body().path("items")) {
            boolean isAlice = item.path("id").asText().equals(alice.id());
            assertThat(item.path("version").asLong()).isEqualTo(isAlice ? 2 : 1);
            assertThat(item.path("username").asText()).isEqualTo(isAlice ? alice.username() : bob.username());
            assertThat(item.path("displayName").asText()).isEqualTo(isAlice ? "Alice" : "Test person");
            assertThat(item.path("avatarUrl").isNull()).isEqualTo(!isAlice);
        }
    }

    @Test
    void findsNobodyWhenNobodyIsNamed() {
        assertThat(service().post("/internal/users", "{}").body().path("items")).isEmpty();
    }

    @Test
    void isForServicesAlone() {
        assertThat(newUser().api().post("/internal/users", "{}").status()).isEqualTo(403);
        assertThat(api().post("/internal/users", "{}").status()).isEqualTo(401);
    }

    @Test
    void refusesWhatNamesNobodyOrTooMany() {
        String id = UUID.randomUUID().toString();
        for (Object body : List.of(
                "",
                "null",
                "{\"ids\":[null]}",
                "{\"ids\":[\"x\"]}",
                "{\"ids\":5}",
                "{\"usernames\":[null]}",
                "{\"usernames\":[5]}",
                Map.of("ids", Collections.nCopies(501, id), "usernames", Collections.nCopies(500, "alice")))) {
            assertThat(service().post("/internal/users", body).status())
                    .as(body.toString())
                    .isEqualTo(400);
        }
    }
}
