package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// From two strangers to a conversation that both see live.
@OnCluster
class FriendshipScenario {
    private final Stack stack;

    FriendshipScenario(Stack stack) {
        this.stack = stack;
    }

    @Test
    void twoPeopleBecomeFriendsAndTalkLive() {
        TestUser ann = TestUser.register(stack);
        TestUser ben = TestUser.register(stack);
        try (Device annsDevice = ann.device().live();
                Device bensDevice = ben.device().live()) {
            UUID request = ann.requestFriendship(ben);
            Message requested =
                    bensDevice.awaitMessage(ben.id(), notice -> notice.event().equals("friend-requested"));
            assertThat(requested.body().path("request").asText()).isEqualTo(request.toString());
            assertThat(requested.body().path("from").asText())
                    .isEqualTo(ann.id().toString());
            assertThat(requested.body().path("message").asText()).isEqualTo("你好");

            ben.accept(request);
            Message answered =
                    annsDevice.awaitMessage(ann.id(), notice -> notice.event().equals("friend-request-answered"));
            assertThat(answered.body().path("accepted").asBoolean()).isTrue();
            assertThat(answered.body().path("user").asText()).isEqualTo(ben.id().toString());

            UUID conversation = ann.direct(ben);
            assertThat(ben.direct(ann)).isEqualTo(conversation);
            annsDevice.sent(conversation, "有朋自远方来");
            assertThat(bensDevice.awaitMessage(conversation, "有朋自远方来").sender()).isEqualTo(ann.id());
            bensDevice.sent(conversation, "不亦乐乎 🪿");
            assertThat(annsDevice.awaitMessage(conversation, "不亦乐乎 🪿").seq()).isEqualTo(3);
            bensDevice.awaitMessage(conversation, "不亦乐乎 🪿");
            assertThat(bensDevice.texts(conversation)).containsExactly("有朋自远方来", "不亦乐乎 🪿");

            assertThat(annsDevice.violations()).isEmpty();
            assertThat(bensDevice.violations()).isEmpty();
        }
    }

    @Test
    void aDirectConversationBeginsWithTheNoticeThatNamesBoth() {
        TestUser.Pair pair = TestUser.friends(stack);
        UUID conversation = pair.conversation();
        UUID id = UUID.randomUUID();
        JsonNode stored = pair.one().send(conversation, id, "first").expect(201).json();
        assertThat(stored.path("seq").asLong()).isEqualTo(2);

        JsonNode items = pair.other()
                .api()
                .get("/api/conversations/" + conversation + "/messages")
                .expect(200)
                .json()
                .path("items");
        assertThat(items.get(0).path("type").asText()).isEqualTo("notice");
        assertThat(items.get(0).path("body").path("event").asText()).isEqualTo("conversation-begun");
        assertThat(items.get(0).path("body").path("members").toString())
                .contains(pair.one().id().toString(), pair.other().id().toString());
        assertThat(items.get(1)).isEqualTo(stored);
    }

    @Test
    void crossingRequestsMakeFriends() {
        TestUser ann = TestUser.register(stack);
        TestUser ben = TestUser.register(stack);
        ann.requestFriendship(ben);
        ben.requestFriendship(ann);
        ann.send(ann.direct(ben), UUID.randomUUID(), "at once").expect(201);
        ben.send(ann.direct(ben), UUID.randomUUID(), "both ways").expect(201);
    }

    @Test
    void aListedConversationCountsWhatIsUnreadUntilItIsRead() {
        TestUser.Pair pair = TestUser.friends(stack);
        UUID conversation = pair.conversation();
        pair.one().send(conversation, UUID.randomUUID(), "one").expect(201);
        pair.one().send(conversation, UUID.randomUUID(), "two").expect(201);

        JsonNode seen = pair.other().conversation(conversation);
        assertThat(seen.path("unread").asInt()).isEqualTo(2);
        assertThat(seen.path("seq").asLong()).isEqualTo(3);
        assertThat(seen.path("last").path("body").path("text").asText()).isEqualTo("two");
        assertThat(pair.one().conversation(conversation).path("unread").asInt()).isZero();

        pair.other()
                .api()
                .put(
                        "/api/conversations/" + conversation + "/read",
                        Json.object().put("seq", 3))
                .expect(204);
        JsonNode listed = pair.other()
                .api()
                .get("/api/conversations")
                .expect(200)
                .json()
                .path("items")
                .get(0);
        assertThat(listed.path("id").asText()).isEqualTo(conversation.toString());
        assertThat(listed.path("unread").asInt()).isZero();
        assertThat(listed.path("readSeq").asLong()).isEqualTo(3);
    }

    @Test
    void whoIsNoFriendAnyMoreIsRefused() {
        TestUser.Pair pair = TestUser.friends(stack);
        UUID conversation = pair.conversation();
        pair.one().send(conversation, UUID.randomUUID(), "friends").expect(201);
        pair.other().api().delete("/api/friends/" + pair.one().id()).expect(204);
        pair.one().send(conversation, UUID.randomUUID(), "no more").problem(403, "not-friends");
        pair.one().api().get("/api/conversations/" + conversation + "/messages").expect(200);
    }
}
