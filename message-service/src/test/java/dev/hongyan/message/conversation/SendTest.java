package dev.hongyan.message.conversation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.World;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ComponentTest
class SendTest {
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
    void firstIsCreatedAndRepeatsAreTheSameMessage() {
        UUID id = Ids.v7();

        Response first = World.send(alice, conversation, id, "你好 😀");
        Response again = World.send(alice, conversation, id, "你好 😀");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(first.asString())
                .matches("\\{\"conversation\":\"" + conversation + "\",\"seq\":2,\"id\":\"" + id + "\",\"sender\":\""
                        + alice + "\",\"at\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\",\"type\":\"text\","
                        + "\"body\":\\{\"text\":\"你好 😀\"},\"replyTo\":null,\"mentions\":\\[]}");
    }

    @Test
    void everyRefusalSaysWhichItIs() {
        UUID carol = World.user("carol");
        UUID id = Ids.v7();
        World.send(alice, conversation, id, "x");

        refused(World.send(alice, conversation, id, "y"), 409, "message-conflict");
        refused(World.send(carol, conversation, Ids.v7(), "x"), 404, "not-a-member");
        refused(World.send(alice, Ids.v7(), Ids.v7(), "x"), 404, "not-a-member");
        refused(World.send(alice, alice, Ids.v7(), "x"), 403, "read-only-conversation");
        World.friends(alice, bob, false);
        refused(World.send(alice, conversation, Ids.v7(), "x"), 403, "not-friends");
        World.block(bob, alice, true);
        refused(World.send(alice, conversation, Ids.v7(), "x"), 403, "blocked");
        assertThat(World.send(alice, conversation, id, "x").statusCode()).isEqualTo(200);
    }

    @Test
    void strangersOpenAConversationButDoNotWrite() {
        UUID carol = World.user("carol");
        World.as(alice).put("/api/conversations/direct/" + carol).then().statusCode(201);

        refused(World.send(alice, Ids.direct(alice, carol), Ids.v7(), "x"), 403, "not-friends");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"text\"",
                "{",
                "{} trailing",
                "{}",
                "{\"id\":1}",
                "{\"id\":\"ID\",\"type\":\"text\"}",
                "{\"id\":\"ID\",\"type\":\"text\",\"body\":[]}",
                "{\"id\":\"ID\",\"type\":\"text\",\"body\":{\"text\":1.5}}",
                "{\"id\":\"ID\",\"type\":\"text\",\"body\":{\"text\":\"\"}}",
                "{\"id\":\"ID\",\"type\":\"text\",\"body\":{\"text\":\"a\\u0000b\"}}",
                "{\"id\":\"ID\",\"type\":\"text\",\"body\":{\"text\":\"a\\ud800b\"}}",
                "{\"id\":\"ID\",\"type\":\"notice\",\"body\":{\"text\":\"x\"}}",
                "{\"id\":\"ID\",\"type\":\"location\",\"body\":{\"text\":\"x\"}}",
                "{\"id\":\"ID\",\"type\":\"card\",\"body\":{\"user\":1}}",
                "{\"id\":\"ID\",\"type\":\"sticker\",\"body\":{\"pack\":\"a\\u0000\",\"name\":\"b\"}}",
                "{\"id\":\"ID\",\"type\":\"merged\",\"body\":{\"title\":\"a\",\"messages\":[{}]}}",
                "{\"id\":\"ID\",\"type\":\"nonsense\",\"body\":{\"text\":\"x\"}}",
                "{\"id\":\"ID\",\"type\":7,\"body\":{\"text\":\"x\"}}",
                "{\"id\":\"NOT-A-UUID\",\"type\":\"text\",\"body\":{\"text\":\"x\"}}",
                "{\"id\":\"ID\",\"type\":\"text\",\"body\":{\"text\":\"x\"},\"replyTo\":5}",
                "{\"id\":\"ID\",\"type\":\"text\",\"body\":{\"text\":\"x\"},\"mentions\":\"everyone\"}",
                "{\"id\":\"ID\",\"type\":\"text\",\"body\":{\"text\":\"x\"},\"mentions\":[\"nobody\"]}"
            })
    void badBodiesAreProblemsInTheCallersLanguage(String body) {
        String path = "/api/conversations/" + conversation + "/messages";
        String filled = body.replace("ID", Ids.v7().toString());

        World.as(alice).body(filled).post(path).then().statusCode(400).contentType("application/problem+json");
        Response chinese =
                World.as(alice).header("Accept-Language", "zh-CN").body(filled).post(path);
        assertThat(chinese.jsonPath().getString("title")).matches("\\p{IsHan}+");
    }

    @Test
    void textIsAtMostTenThousandCharactersWhateverTheyTake() {
        assertThat(World.send(alice, conversation, Ids.v7(), "😀".repeat(10_000))
                        .statusCode())
                .isEqualTo(201);
        refused(World.send(alice, conversation, Ids.v7(), "x".repeat(10_001)), 400, "invalid-request");
        refused(World.send(alice, conversation, Ids.v7(), "x".repeat(200_000)), 413, "too-large");
    }

    @Test
    void textOfTenThousandCharactersFitsWithEachOfThemEscaped() {
        UUID id = Ids.v7();
        String escaped = "{\"id\":\"" + id + "\",\"type\":\"text\",\"body\":{\"text\":\""
                + "\\ud83d\\ude00".repeat(10_000) + "\"}}";

        World.as(alice).body(escaped).post(messages()).then().statusCode(201);

        assertThat(World.send(alice, conversation, id, "😀".repeat(10_000)).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "location|{'latitude':31.2397,'longitude':121.4905,'name':'外滩'}",
                "card|{'user':'ID'}",
                "card|{'group':'ID'}",
                "sticker|{'pack':'geese','name':'smile'}",
                "merged|{'title':'午饭','messages':[{'sender':'ID','at':'2026-11-20T11:32:00.123Z','type':'text',"
                        + "'body':{'text':'吃什么？'}},{'sender':'ID','at':'2026-11-20T11:33:00.123Z','type':'sticker',"
                        + "'body':{'pack':'geese','name':'smile'}}]}"
            })
    void sendsOtherThingsThanTextWhichCountAsUnread(String type, String body) {
        String members = "\"type\":\"" + type + "\",\"body\":"
                + body.replace('\'', '"').replace("ID", alice.toString()) + ",\"replyTo\":null,\"mentions\":[]}";
        String message = "{\"id\":\"" + Ids.v7() + "\"," + members;

        Response sent = World.as(alice).body(message).post(messages());

        assertThat(sent.statusCode()).isEqualTo(201);
        assertThat(sent.asString()).endsWith(members);
        assertThat(World.as(alice).body(message).post(messages()).statusCode()).isEqualTo(200);
        assertThat(World.as(bob).get(messages()).asString()).contains(members);
        assertThat(World.as(bob)
                        .get("/api/conversations/" + conversation)
                        .jsonPath()
                        .getInt("unread"))
                .isEqualTo(1);
    }

    @Test
    void saysWhichFieldOfABodyIsWrong() {
        String message = "{\"id\":\"" + Ids.v7() + "\",\"type\":\"merged\",\"body\":{\"title\":\"a\",\"messages\":"
                + "[{\"sender\":\"" + alice + "\",\"at\":\"2026-11-20T11:32:00Z\",\"type\":\"merged\",\"body\":{}}]}}";

        Response refused = World.as(alice).body(message).post(messages());

        refused(refused, 400, "invalid-request");
        assertThat(refused.jsonPath().getList("violations.field")).containsExactly("body.messages[0].type");
    }

    @Test
    void mentionsOfAllNeedNoList() {
        String message =
                "{\"id\":\"" + Ids.v7() + "\",\"type\":\"text\",\"body\":{\"text\":\"x\"},\"mentions\":\"all\"}";

        assertThat(World.as(alice).body(message).post(messages()).asString()).endsWith("\"mentions\":[\"all\"]}");
        assertThat(World.as(bob)
                        .get("/api/conversations/" + conversation)
                        .jsonPath()
                        .getLong("mentioned"))
                .isEqualTo(2);
    }

    private String messages() {
        return "/api/conversations/" + conversation + "/messages";
    }

    @Test
    void badPathsTypesAndTokensAreRefused() {
        World.as(alice)
                .body("{}")
                .post("/api/conversations/xyz/messages")
                .then()
                .statusCode(400);
        World.as(alice)
                .contentType("text/plain")
                .body("{}")
                .post("/api/conversations/" + conversation + "/messages")
                .then()
                .statusCode(415);
        given().contentType("application/json")
                .body("{}")
                .post("/api/conversations/" + conversation + "/messages")
                .then()
                .statusCode(401);
        World.as(alice)
                .body(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'})
                .post("/api/conversations/" + conversation + "/messages")
                .then()
                .statusCode(400);
    }

    @Test
    void aBurstPassesAndThenTheCallerIsSlowedDown() {
        long limited = IntStream.range(0, 400)
                .map(i -> World.send(alice, conversation, Ids.v7(), "no " + i).statusCode())
                .filter(status -> status == 429)
                .count();
        Response last = World.send(alice, conversation, Ids.v7(), "x");
        for (int i = 0; i < 50 && last.statusCode() != 429; i++) {
            last = World.send(alice, conversation, Ids.v7(), "x");
        }

        assertThat(limited).isLessThanOrEqualTo(200);
        refused(last, 429, "too-many-requests");
        assertThat(last.header("Retry-After")).isEqualTo("1");
        assertThat(World.send(bob, conversation, Ids.v7(), "x").statusCode()).isEqualTo(201);
    }

    private static void refused(Response response, int status, String code) {
        assertThat(response.statusCode())
                .as(new String(response.asByteArray(), StandardCharsets.UTF_8))
                .isEqualTo(status);
        assertThat(response.jsonPath().getString("type")).isEqualTo("/problems/" + code);
    }
}
