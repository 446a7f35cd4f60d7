package dev.hongyan.message.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.testing.TestTokens;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.World;
import io.agroal.api.AgroalDataSource;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ComponentTest
class ConversationTest {
    @Inject
    AgroalDataSource dataSource;

    private UUID alice;
    private UUID bob;
    private UUID conversation;

    @BeforeEach
    void people() {
        alice = World.user("alice");
        bob = World.user("bob");
        conversation = World.direct(alice, bob);
    }

    @Test
    void openingAgainOrFromTheOtherSideIsTheSameConversation() {
        Response mine = World.as(alice).put("/api/conversations/direct/" + bob);
        Response theirs = World.as(bob).put("/api/conversations/direct/" + alice);

        assertThat(mine.statusCode()).isEqualTo(200);
        assertThat(mine.jsonPath().getString("title")).isEqualTo("bob");
        assertThat(theirs.jsonPath().getString("id")).isEqualTo(conversation.toString());
        assertThat(theirs.jsonPath().getString("title")).isEqualTo("alice");
        assertThat(mine.jsonPath().getInt("seq")).isZero();
    }

    @Test
    void unknownUserAndOneselfAreNotFound() {
        World.as(alice).put("/api/conversations/direct/" + Ids.v7()).then().statusCode(404);
        World.as(alice).put("/api/conversations/direct/" + alice).then().statusCode(404);
        World.as(alice).put("/api/conversations/direct/nobody").then().statusCode(400);
    }

    @Test
    void openedOneIsInNobodysListUntilTheFirstMessage() {
        assertThat(list(alice).getList("items.id")).containsExactly(alice.toString());

        World.append(World.append(conversation, alice, "x"));

        assertThat(list(alice).getList("items.id")).containsExactly(conversation.toString(), alice.toString());
        assertThat(list(bob).getList("items.id")).containsExactly(conversation.toString(), bob.toString());
    }

    @Test
    void timeOfAWholeSecondHasMillisecondsToo() throws Exception {
        fill(1);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "update conversation set head_at = '2026-11-21T10:00:00Z' where id = '" + conversation + "'");
        }

        assertThat(one(bob).getString("updatedAt")).isEqualTo("2026-11-21T10:00:00.000Z");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=50,         2, 51, 2",
        "limit=10,        42, 51, 42",
        "before=42&limit=10, 32, 41, 32",
        "before=5,         1,  4, ",
        "before=1,         1,  0, ",
        "before=0,         1,  0, ",
        "after=0&limit=5,  1,  5, 5",
        "after=46&limit=5, 47, 51, ",
        "after=51,        52, 51, ",
        "after=99,       100, 99, "
    })
    void historyAnswersTheRangeItCovers(String query, long from, long to, Long next) {
        fill(50);

        JsonPath page = World.as(bob)
                .get("/api/conversations/" + conversation + "/messages?" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(page.getLong("from")).isEqualTo(from);
        assertThat(page.getLong("to")).isEqualTo(to);
        assertThat(page.getString("next")).isEqualTo(next == null ? null : next.toString());
        assertThat(page.getList("items.seq", Long.class))
                .containsExactlyElementsOf(IntStream.rangeClosed((int) from, (int) to)
                        .mapToObj(Long::valueOf)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "limit=abc",
                "limit=1.5",
                "before=x",
                "after=-1",
                "before=1&after=1",
                "before=99999999999999999999"
            })
    void badRangesAreProblems(String query) {
        World.as(bob)
                .get("/api/conversations/" + conversation + "/messages?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void anotherMethodIsNotAllowed() {
        String path = "/api/conversations/" + conversation;
        World.as(alice).delete(path).then().statusCode(405);
        World.as(alice).get(path + "/settings").then().statusCode(405);
        World.as(alice).put(path + "/messages").then().statusCode(405);
        World.as(alice).get(path + "/read").then().statusCode(405);
        World.as(alice)
                .put(path + "/messages/" + conversation + "/readers")
                .then()
                .statusCode(405);
        World.as(alice).get(path + "/nothing").then().statusCode(404);
    }

    @Test
    void whoIsNoMemberSeesNothing() {
        UUID carol = World.user("carol");
        World.as(carol).get("/api/conversations/" + conversation).then().statusCode(404);
        World.as(carol)
                .get("/api/conversations/" + conversation + "/messages")
                .then()
                .statusCode(404);
        World.as(carol).get("/api/conversations/" + Ids.v7()).then().statusCode(404);
        World.as(carol)
                .body("{\"muted\":true}")
                .patch("/api/conversations/" + conversation + "/settings")
                .then()
                .statusCode(404);
    }

    @Test
    void listIsPagedNewestFirst() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            UUID other = World.direct(alice, World.user("friend " + i));
            World.append(World.append(other, alice, "x"));
            expected.addFirst(other.toString());
        }
        expected.add(alice.toString());

        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            JsonPath page = World.as(alice)
                    .get("/api/conversations?limit=2" + (cursor == null ? "" : "&cursor=" + cursor))
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("items.id"));
            cursor = page.getString("next");
        } while (cursor != null);

        assertThat(seen).containsExactlyElementsOf(expected);
        World.as(alice).get("/api/conversations?cursor=abc").then().statusCode(400);
        World.as(alice).get("/api/conversations?cursor=MTph").then().statusCode(400);
        String forged = Params.cursor(Long.MAX_VALUE + ":" + alice);
        World.as(alice).get("/api/conversations?cursor=" + forged).then().statusCode(400);
        World.as(alice).get("/api/conversations?limit=0").then().statusCode(400);
    }

    @ParameterizedTest
    @CsvSource({"PATCH, settings", "PUT, read", "POST, messages"})
    void bodyThatDoesNotSayItsSizeIsHeldToItTheSame(String method, String path) throws Exception {
        byte[] large = ("{\"seq\":1,\"draft\":\"" + "x".repeat(200_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + RestAssured.port + "/api/conversations/" + conversation + "/" + path))
                .header("Authorization", "Bearer " + TestTokens.user(alice, alice))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("/problems/too-large");
        }
    }

    @Test
    void tokensOfTheOtherKindAreRefused() {
        World.service().get("/api/conversations").then().statusCode(403);
        World.service().get("/api/conversations/" + conversation).then().statusCode(403);
        World.as(alice)
                .get("/internal/users/" + alice + "/conversations")
                .then()
                .statusCode(403);
    }

    private void fill(int messages) {
        World.append(IntStream.range(0, messages)
                .mapToObj(i -> World.append(conversation, alice, "no " + i))
                .toList());
    }

    private JsonPath one(UUID user) {
        return World.as(user).get("/api/conversations/" + conversation).jsonPath();
    }

    private static JsonPath list(UUID user) {
        return World.as(user)
                .get("/api/conversations")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
