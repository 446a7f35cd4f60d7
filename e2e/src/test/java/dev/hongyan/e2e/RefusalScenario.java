package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.Ids;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is refused, and in whose words.
@OnCluster
class RefusalScenario {
    private final Stack stack;
    private final TestUser ann;

    RefusalScenario(Stack stack) {
        this.stack = stack;
        ann = TestUser.register(stack);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN", "en"})
    void aStrangersMessageIsRefusedInHisLanguage(String language) {
        TestUser ben = TestUser.register(stack);
        UUID conversation = ann.direct(ben);
        JsonNode problem = ann.api()
                .in(language)
                .post("/api/conversations/" + conversation + "/messages", TestUser.text(Ids.v7(), "hello?"))
                .problem(403, "not-friends");
        assertThat(isChinese(problem)).isEqualTo(language.equals("zh-CN"));
        try (Device phone = ann.device().live()) {
            UUID id = phone.send(conversation, "hello?");
            assertThat(phone.refusalOf(id).path("type").asText()).isEqualTo("/problems/not-friends");
            assertThat(phone.refusalOf(id).path("status").asInt()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN", "en", "zh-Hans-CN;q=0.9", "fr, zh;q=0.8, en;q=0.5", "de"})
    void theLanguageAskedForPicksTheWords(String language) {
        JsonNode problem = stack.api().in(language).get("/api/users/me").problem(401, "unauthenticated");
        assertThat(isChinese(problem)).isEqualTo(language.contains("zh"));
    }

    @Test
    void theSocketSpeaksTheLanguageOfItsUpgrade() {
        TestUser ben = TestUser.register(stack);
        UUID conversation = ann.direct(ben);
        Inbox inbox = new Inbox();
        Socket chinese = Socket.open(
                stack.gateway(),
                Socket.builder()
                        .subprotocols(Socket.PROTOCOL)
                        .header("Authorization", "Bearer " + ann.session().accessToken())
                        .header("Accept-Language", "zh-CN"),
                inbox::add);
        chinese.send(Json.object(Map.of(
                        "op", "send",
                        "id", Ids.v7().toString(),
                        "conversation", conversation.toString(),
                        "type", "text",
                        "body", Map.of("text", "在吗")))
                .toString());
        assertThat(isChinese(inbox.await("refused", _ -> true).path("problem"))).isTrue();
        chinese.close();
    }

    @Test
    void aTextOfTenThousandCharactersIsTakenAndOneMoreIsNot() {
        TestUser.Pair pair = TestUser.friends(stack);
        UUID conversation = pair.conversation();
        String full = "🪿".repeat(10_000);
        JsonNode problem = pair.one().send(conversation, Ids.v7(), full + "雁").problem(400, "invalid-request");
        assertThat(problem.path("violations").get(0).path("field").asText()).isEqualTo("body.text");
        assertThat(problem.path("violations").get(0).path("message").asText()).isNotBlank();
        pair.one().send(conversation, Ids.v7(), "").problem(400, "invalid-request");
        pair.one().send(conversation, Ids.v7(), full).expect(201);
        try (Device phone = pair.one().device().live();
                Device bens = pair.other().device().live()) {
            UUID tooLong = phone.send(conversation, "雁".repeat(10_001));
            assertThat(phone.refusalOf(tooLong).path("type").asText()).isEqualTo("/problems/invalid-request");
            phone.sent(conversation, full);
            Message arrived = bens.awaitMessage(conversation, message -> message.seq() == 3);
            assertThat(arrived.text()).isEqualTo(full);
        }
    }

    @Test
    void aBodyThatItsTypeDoesNotHaveIsRefusedAndOthersAreSent() {
        TestUser.Pair pair = TestUser.friends(stack);
        UUID conversation = pair.conversation();
        UUID sticker = Ids.v7();
        UUID nested = Ids.v7();
        String merged = "{\"title\":\"a\",\"messages\":[{\"sender\":\""
                + pair.one().id() + "\",\"at\":\"2026-11-20T11:32:00.123Z\",\"type\":\"merged\",\"body\":{}}]}";
        try (Device phone = pair.one().device().live();
                Device bens = pair.other().device().live()) {
            phone.raw(frame(nested, conversation, "merged", merged));
            assertThat(phone.refusalOf(nested)
                            .path("violations")
                            .path(0)
                            .path("field")
                            .asText())
                    .isEqualTo("body.messages[0].type");
            phone.raw(frame(sticker, conversation, "sticker", "{\"pack\":\"geese\",\"name\":\"smile\"}"));
            phone.seqOf(sticker);
            Message arrived = bens.awaitMessage(conversation, message -> message.seq() == 2);
            assertThat(arrived.type()).isEqualTo("sticker");
            assertThat(arrived.body().path("pack").asText()).isEqualTo("geese");
        }
    }

    private static String frame(UUID id, UUID conversation, String type, String body) {
        return "{\"op\":\"send\",\"id\":\"" + id + "\",\"conversation\":\"" + conversation + "\",\"type\":\"" + type
                + "\",\"body\":" + body + "}";
    }

    @Test
    void onlyTheSystemWritesToASelfConversation() {
        ann.send(ann.id(), Ids.v7(), "note to self").problem(403, "read-only-conversation");
        try (Device phone = ann.device().live()) {
            UUID id = phone.send(ann.id(), "note to self");
            assertThat(phone.refusalOf(id).path("type").asText()).isEqualTo("/problems/read-only-conversation");
        }
    }

    @Test
    void clientsCannotWriteWhatOnlyTheSystemWrites() {
        TestUser.Pair pair = TestUser.friends(stack);
        String path = "/api/conversations/" + pair.conversation() + "/messages";
        for (String type : new String[] {"notice", "red-packet", "transfer"}) {
            JsonNode message = Json.object(
                    Map.of("id", Ids.v7().toString(), "type", type, "body", Map.of("event", "conversation-begun")));
            pair.one().api().post(path, message).problem(400, "invalid-request");
        }
    }

    @Test
    void aConversationOfOthersIsAsIfItDidNotExist() {
        TestUser.Pair pair = TestUser.friends(stack);
        UUID conversation = pair.conversation();
        pair.one().send(conversation, Ids.v7(), "between us").expect(201);
        UUID unknown = Ids.v7();
        for (String rest : new String[] {"", "/messages"}) {
            Answer others = ann.api().get("/api/conversations/" + conversation + rest);
            Answer none = ann.api().get("/api/conversations/" + unknown + rest);
            assertThat(withoutId(others, conversation)).isEqualTo(withoutId(none, unknown));
            assertThat(others.status()).isEqualTo(404);
        }
        Answer others = ann.send(conversation, Ids.v7(), "me too");
        Answer none = ann.send(unknown, Ids.v7(), "me too");
        others.problem(404, "not-a-member");
        assertThat(withoutId(others, conversation)).isEqualTo(withoutId(none, unknown));
        try (Device phone = ann.device().live()) {
            UUID toOthers = phone.send(conversation, "me too");
            UUID toNone = phone.send(unknown, "me too");
            assertThat(phone.refusalOf(toOthers).path("type"))
                    .isEqualTo(phone.refusalOf(toNone).path("type"));
        }
    }

    @Test
    void aSelfConversationOfAnotherIsAsIfItDidNotExist() {
        TestUser ben = TestUser.register(stack);
        ann.api().get("/api/conversations/" + ben.id() + "/messages").problem(404, "not-a-member");
        ann.send(ben.id(), Ids.v7(), "to his self").problem(404, "not-a-member");
    }

    private static String withoutId(Answer answer, UUID id) {
        return answer.status() + answer.body().replace(id.toString(), "…").replaceAll("\"traceId\":\"[0-9a-f]+\"", "");
    }

    private static boolean isChinese(JsonNode problem) {
        return problem.path("title").asText().codePoints().anyMatch(Character::isIdeographic)
                && problem.path("detail").asText().codePoints().anyMatch(Character::isIdeographic);
    }
}
