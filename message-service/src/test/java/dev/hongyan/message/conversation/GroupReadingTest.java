package dev.hongyan.message.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.TestGroup;
import dev.hongyan.message.World;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ComponentTest
class GroupReadingTest {
    private UUID alice;
    private UUID bob;
    private UUID carol;
    private TestGroup group;

    @BeforeEach
    void people() {
        alice = World.user("alice");
        bob = World.user("bob");
        carol = World.user("carol");
        group = TestGroup.of(alice, bob);
    }

    @Test
    void groupIsInTheListOfItsMembersUnderItsName() {
        group.describe(alice, "walkers", "/avatar", null);

        for (UUID member : List.of(alice, bob)) {
            JsonPath list = World.as(member).get("/api/conversations").jsonPath();
            assertThat(list.getString("items[0].id")).isEqualTo(group.id().toString());
            assertThat(list.getString("items[0].kind")).isEqualTo("group");
            assertThat(list.getString("items[0].title")).isEqualTo("walkers");
            assertThat(list.getString("items[0].avatarUrl")).isEqualTo("/avatar");
            assertThat(list.getString("items[0].last.body.event")).isEqualTo("avatar-changed");
        }
        assertThat(World.as(carol).get("/api/conversations").jsonPath().getList("items.id"))
                .doesNotContain(group.id().toString());
    }

    @Test
    void newcomerReadsFromHisJoinOnAndHasNothingUnread() {
        say(alice, "before");
        group.join(carol);

        assertThat(one(carol).getInt("unread")).isZero();
        assertThat(one(carol).getInt("readSeq")).isEqualTo(3);
        say(alice, "after");

        assertThat(group.told(carol)).containsExactly("member-joined", "text");
        assertThat(one(carol).getInt("unread")).isEqualTo(1);
        JsonPath page = group.history(carol);
        assertThat(page.getLong("from")).isEqualTo(1);
        assertThat(page.getLong("to")).isEqualTo(4);
    }

    @Test
    void whoIsOutFindsNothing() {
        UUID message = say(alice, "before");
        group.remove(alice, bob);
        say(alice, "after");

        String path = "/api/conversations/" + group.id();
        World.as(bob).get(path).then().statusCode(404);
        World.as(bob).get(path + "/messages").then().statusCode(404);
        World.as(bob).get(path + "/messages?after=0&limit=1").then().statusCode(404);
        World.as(bob).get(path + "/messages/" + message + "/readers").then().statusCode(404);
        World.as(bob).body("{\"seq\":1}").put(path + "/read").then().statusCode(404);
        World.as(bob).body("{\"muted\":true}").patch(path + "/settings").then().statusCode(404);
        assertThat(World.as(bob).get("/api/conversations").jsonPath().getList("items.id"))
                .doesNotContain(group.id().toString());
    }

    @Test
    void whoRejoinsSeesBothTimesAndNotWhatLayBetween() {
        say(alice, "first");
        group.remove(alice, bob);
        say(alice, "between");
        group.add(alice, bob);
        say(alice, "second");

        assertThat(group.history(bob).getList("items.body.text", String.class).stream()
                        .filter(text -> text != null)
                        .toList())
                .containsExactly("first", "second");
        assertThat(group.told(bob)).containsExactly("group-created", "text", "member-removed", "member-added", "text");
        assertThat(group.history(bob).getList("items.seq")).containsExactly(1, 2, 3, 5, 6);
        assertThat(one(bob).getInt("unread")).isEqualTo(1);
    }

    @Test
    void readersAreThoseWhoMayReadItAndAreStillIn() {
        UUID message = say(alice, "x");
        UUID dave = World.user("dave");
        group.add(alice, carol, dave);
        group.remove(alice, dave);
        UUID later = say(alice, "y");
        World.as(carol)
                .body("{\"seq\":5}")
                .put("/api/conversations/" + group.id() + "/read")
                .then()
                .statusCode(204);

        assertThat(readers(alice, message).getList("unread")).containsExactly(bob.toString());
        assertThat(readers(alice, message).getList("read")).isEmpty();
        assertThat(readers(alice, later).getList("read")).containsExactly(carol.toString());
        assertThat(readers(alice, later).getList("unread")).containsExactly(bob.toString());
        World.as(carol)
                .get("/api/conversations/" + group.id() + "/messages/" + message + "/readers")
                .then()
                .statusCode(404);
    }

    @Test
    void readersComeInPagesAndAreCountedInAll() {
        UUID message = say(alice, "x");
        List<UUID> others = Stream.generate(() -> World.user("other")).limit(6).toList();
        group.add(alice, others.toArray(UUID[]::new));
        UUID later = say(alice, "y");
        for (UUID reader : others.subList(0, 2)) {
            World.as(reader)
                    .body("{\"seq\":4}")
                    .put("/api/conversations/" + group.id() + "/read")
                    .then()
                    .statusCode(204);
        }

        List<String> read = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonPath page = World.as(alice)
                    .get("/api/conversations/" + group.id() + "/messages/" + later + "/readers?limit=3" + cursor)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            assertThat(page.getInt("readCount")).isEqualTo(2);
            assertThat(page.getInt("unreadCount")).isEqualTo(5);
            read.addAll(page.getList("read"));
            unread.addAll(page.getList("unread"));
            sizes.add(page.getList("read").size() + page.getList("unread").size());
            cursor = page.getString("next") == null ? null : "&cursor=" + page.getString("next");
        }

        assertThat(sizes).containsExactly(3, 3, 1);
        assertThat(read).containsExactlyInAnyOrderElementsOf(texts(others.subList(0, 2)));
        assertThat(unread).containsExactlyInAnyOrderElementsOf(texts(others.subList(2, 6), bob));
        assertThat(readers(alice, message).getInt("unreadCount")).isEqualTo(1);
    }

    @Test
    void laterPagesOfReadersSayWhatWasCountedForTheFirst() {
        group.add(alice, carol);
        UUID message = say(alice, "x");
        String path = "/api/conversations/" + group.id() + "/messages/" + message + "/readers?limit=1";
        JsonPath first = World.as(alice).get(path).jsonPath();
        World.as(carol)
                .body("{\"seq\":3}")
                .put("/api/conversations/" + group.id() + "/read")
                .then()
                .statusCode(204);

        JsonPath second =
                World.as(alice).get(path + "&cursor=" + first.getString("next")).jsonPath();

        assertThat(first.getList("unread")).containsExactly(bob.toString());
        assertThat(second.getList("read")).containsExactly(carol.toString());
        assertThat(second.getString("next")).isNull();
        assertThat(List.of(second.getInt("readCount"), second.getInt("unreadCount")))
                .containsExactly(0, 2);
        assertThat(World.as(alice).get(path).jsonPath().getInt("readCount")).isEqualTo(1);

        String ofAnEarlierVersion = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(bob.toString().getBytes(StandardCharsets.UTF_8));
        JsonPath anew =
                World.as(alice).get(path + "&cursor=" + ofAnEarlierVersion).jsonPath();
        assertThat(anew.getList("read")).containsExactly(carol.toString());
        assertThat(List.of(anew.getInt("readCount"), anew.getInt("unreadCount")))
                .containsExactly(1, 1);
    }

    private static List<String> texts(List<UUID> ids, UUID... more) {
        return Stream.concat(ids.stream(), Stream.of(more)).map(UUID::toString).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "limit=x",
                "cursor=x",
                "cursor=AA",
                // An id with one count alone, and one with counts that are too long.
                "cursor=MDFhMjAyM2QtZTc4Mi03MWE2LWJlYmYtZGQ3ZWFiNDNmNWJkOjE",
                "cursor=MDFhMjAyM2QtZTc4Mi03MWE2LWJlYmYtZGQ3ZWFiNDNmNWJkOjE6MTIzNDU2Nzg5MDE"
            })
    void aPageOfReadersThatCannotBeIsRefused(String query) {
        String path = "/api/conversations/" + group.id() + "/messages/" + say(alice, "x") + "/readers?" + query;

        World.as(alice).get(path).then().statusCode(400);
    }

    @Test
    void whatLiesBeforeTheJoinNeitherCountsNorMentions() {
        World.append(mentioning(alice, carol));
        group.add(alice, carol);
        assertThat(one(carol).getString("mentioned")).isNull();

        World.append(mentioning(alice, carol));
        assertThat(one(carol).getLong("mentioned")).isEqualTo(4);
        assertThat(one(carol).getInt("unread")).isEqualTo(1);
    }

    private Append mentioning(UUID sender, UUID mentioned) {
        return World.append(group.id(), sender, "hello", "\"" + mentioned + "\"");
    }

    private UUID say(UUID sender, String text) {
        UUID id = Ids.v7();
        assertThat(World.send(sender, group.id(), id, text).statusCode()).isEqualTo(201);
        return id;
    }

    private JsonPath one(UUID user) {
        return World.as(user)
                .get("/api/conversations/" + group.id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private JsonPath readers(UUID user, UUID message) {
        return World.as(user)
                .get("/api/conversations/" + group.id() + "/messages/" + message + "/readers")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
