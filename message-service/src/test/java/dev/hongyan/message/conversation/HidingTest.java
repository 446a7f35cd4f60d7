package dev.hongyan.message.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.TestGroup;
import dev.hongyan.message.World;
import io.agroal.api.AgroalDataSource;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ComponentTest
class HidingTest {
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
    void aHiddenMessageIsGoneForOneAlone() {
        send("first");
        UUID hidden = send("hidden");

        hide(bob, hidden, 204);

        assertThat(texts(bob)).containsExactly("first");
        assertThat(texts(alice)).containsExactly("first", "hidden");
        JsonPath page = history(bob, conversation);
        assertThat(page.getLong("from")).isEqualTo(1);
        assertThat(page.getLong("to")).isEqualTo(3);
        assertThat(seen(bob).getString("last.body.text")).isEqualTo("first");
        assertThat(seen(bob).getLong("seq")).isEqualTo(3);
        assertThat(seen(alice).getString("last.body.text")).isEqualTo("hidden");
    }

    @Test
    void whoHasClearedIsNotLedBackThroughNothing() {
        for (int i = 0; i < 5; i++) {
            send("old");
        }
        clear(bob, conversation, 204);
        send("new");
        send("newest");

        JsonPath page =
                World.as(bob).get(messages() + "?limit=2").then().extract().jsonPath();

        assertThat(page.getList("items.body.text")).containsExactly("new", "newest");
        assertThat(page.getLong("from")).isEqualTo(1);
        assertThat(page.<Object>get("next")).isNull();
        JsonPath others =
                World.as(alice).get(messages() + "?limit=2").then().extract().jsonPath();
        assertThat(others.getLong("next")).isEqualTo(others.getLong("from"));
    }

    @Test
    void whatIsToldToOneselfStays() {
        clear(bob, bob, 403);
    }

    @Test
    void whatIsHiddenIsNeitherUnreadNorAMention() {
        send("first");
        UUID mention = Ids.v7();
        World.as(alice)
                .body("{\"id\":\"" + mention + "\",\"type\":\"text\",\"body\":{\"text\":\"x\"},\"mentions\":\"all\"}")
                .post(messages())
                .then()
                .statusCode(201);
        assertThat(seen(bob).getInt("unread")).isEqualTo(2);
        assertThat(seen(bob).getLong("mentioned")).isEqualTo(3);

        hide(bob, mention, 204);

        assertThat(seen(bob).getInt("unread")).isEqualTo(1);
        assertThat(seen(bob).getString("mentioned")).isNull();
        clear(bob, conversation, 204);
        assertThat(seen(bob).getInt("unread")).isZero();
    }

    @Test
    void aClearedHistoryBeginsAnewForOneAlone() {
        send("before");

        clear(bob, conversation, 204);

        assertThat(texts(bob)).isEmpty();
        assertThat(seen(bob).getString("last")).isNull();
        assertThat(texts(alice)).containsExactly("before");
        send("after");
        assertThat(texts(bob)).containsExactly("after");
        assertThat(seen(bob).getString("last.body.text")).isEqualTo("after");
        assertThat(texts(alice)).containsExactly("before", "after");
    }

    @Test
    void aDeviceThatComesBackIsSentNoneOfIt() {
        UUID hidden = send("hidden");
        send("shown");
        hide(bob, hidden, 204);

        JsonPath missed = sync(bob, 10, "1");
        assertThat(missed.getList("items[0].messages.seq", Long.class)).containsExactly(3L);
        assertThat(missed.getLong("items[0].from")).isEqualTo(2);
        assertThat(missed.getLong("items[0].to")).isEqualTo(3);
        assertThat(sync(alice, 10, "1").getList("items[0].messages.seq", Long.class))
                .containsExactly(2L, 3L);

        clear(bob, conversation, 204);
        for (String after : List.of("null", "0", "1", "3")) {
            JsonPath cleared = sync(bob, 10, after);
            assertThat(cleared.getList("items[0].messages")).as(after).isEmpty();
            assertThat(cleared.getLong("items[0].to")).as(after).isEqualTo(3);
        }
    }

    @Test
    void nothingThatIsGoneIsLeftOutForAPage() {
        for (int i = 0; i < 20; i++) {
            send("cleared " + i);
        }
        clear(bob, conversation, 204);
        send("shown");

        JsonPath missed = sync(bob, 5, "2");

        assertThat(missed.getLong("items[0].from")).isEqualTo(3);
        assertThat(missed.getList("items[0].messages.seq", Long.class)).containsExactly(22L);
    }

    @Test
    void otherDevicesHearOfItInTheSelfConversationOnce() {
        UUID hidden = send("hidden");

        for (int i = 0; i < 2; i++) {
            hide(bob, hidden, 204);
        }
        for (int i = 0; i < 2; i++) {
            clear(bob, conversation, 204);
        }
        hide(bob, hidden, 204);

        JsonPath self = history(bob, bob);
        assertThat(self.getList("items.body.event")).containsExactly("welcome", "message-hidden", "history-cleared");
        assertThat(self.getString("items[1].body.conversation")).isEqualTo(conversation.toString());
        assertThat(self.getString("items[1].body.message")).isEqualTo(hidden.toString());
        assertThat(self.getLong("items[1].body.seq")).isEqualTo(2);
        assertThat(self.getString("items[2].body.conversation")).isEqualTo(conversation.toString());
        assertThat(self.getLong("items[2].body.to")).isEqualTo(2);
        assertThat(history(alice, alice).getList("items.body.event")).doesNotContain("message-hidden");
    }

    @Test
    void whoHidesAMessageIsStillAmongItsReaders() {
        UUID carol = World.user("carol");
        TestGroup group = TestGroup.of(alice, bob, carol);
        UUID message = Ids.v7();
        World.send(alice, group.id(), message, "to all").then().statusCode(201);
        String path = "/api/conversations/" + group.id() + "/messages/" + message;

        World.as(bob).delete(path).then().statusCode(204);

        assertThat(World.as(alice).get(path + "/readers").jsonPath().getList("unread"))
                .containsExactlyInAnyOrder(bob.toString(), carol.toString());
        World.as(bob).get(path + "/readers").then().statusCode(404);
        assertThat(group.told(carol)).containsExactly("group-created", "text");
        assertThat(group.told(bob)).containsExactly("group-created");
    }

    @Test
    void whoComesBackToAGroupStillDoesNotSeeWhatHeCleared() {
        TestGroup group = TestGroup.of(alice, bob);
        World.send(alice, group.id(), Ids.v7(), "before").then().statusCode(201);
        clear(bob, group.id(), 204);
        group.leave(bob);
        clear(bob, group.id(), 404);
        group.join(bob);

        assertThat(group.told(bob)).containsExactly("member-left", "member-joined");
    }

    @Test
    void onlyWhatOneMayReadIsHidden() {
        UUID message = send("x");
        UUID carol = World.user("carol");

        hide(carol, message, 404);
        hide(bob, Ids.v7(), 404);
        clear(carol, conversation, 404);
        clear(bob, Ids.v7(), 404);
        World.as(bob).delete(messages() + "/NOT-A-UUID").then().statusCode(400);
        World.as(bob).delete("/api/conversations/x/messages").then().statusCode(400);
        assertThat(texts(bob)).containsExactly("x");
    }

    @Test
    void aConversationWithoutAMessageIsClearAlready() {
        UUID carol = World.user("carol");
        World.as(bob).put("/api/conversations/direct/" + carol).then().statusCode(201);

        clear(bob, Ids.direct(bob, carol), 204);
    }

    @Test
    void whoHidesOneByOneWithoutEndIsToldToClear() throws SQLException {
        UUID message = send("x");
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update member set hidden = (select range_agg(int8range(n * 2, n * 2, '[]'))"
                    + " from generate_series(1000, 1999) n) where user_id = '" + bob + "' and conversation = '"
                    + conversation + "'");
        }

        Response refused = World.as(bob).delete(messages() + "/" + message);

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.jsonPath().getString("type")).isEqualTo("/problems/limit-reached");
        clear(bob, conversation, 204);
        assertThat(texts(bob)).isEmpty();
    }

    private UUID send(String text) {
        UUID id = Ids.v7();
        World.send(alice, conversation, id, text).then().statusCode(201);
        return id;
    }

    private void hide(UUID user, UUID message, int status) {
        World.as(user).delete(messages() + "/" + message).then().statusCode(status);
    }

    private static void clear(UUID user, UUID conversation, int status) {
        World.as(user)
                .delete("/api/conversations/" + conversation + "/messages")
                .then()
                .statusCode(status);
    }

    private List<String> texts(UUID user) {
        return history(user, conversation).getList("items.findAll { it.type == 'text' }.body.text");
    }

    private static JsonPath history(UUID user, UUID conversation) {
        return World.as(user)
                .get("/api/conversations/" + conversation + "/messages")
                .jsonPath();
    }

    private JsonPath seen(UUID user) {
        return World.as(user).get("/api/conversations/" + conversation).jsonPath();
    }

    private JsonPath sync(UUID user, int limit, String after) {
        return World.service()
                .contentType("application/json")
                .body("{\"user\":\"" + user + "\",\"limit\":" + limit + ",\"items\":[{\"conversation\":\""
                        + conversation + "\",\"after\":" + after + "}]}")
                .post("/internal/sync")
                .jsonPath();
    }

    private String messages() {
        return "/api/conversations/" + conversation + "/messages";
    }
}
