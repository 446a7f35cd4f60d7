package dev.hongyan.message.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.World;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ComponentTest
class SyncTest {
    private UUID alice;
    private UUID bob;
    private UUID conversation;

    @BeforeEach
    void people() {
        alice = World.user("alice");
        bob = World.user("bob");
        conversation = World.direct(alice, bob);
    }

    @ParameterizedTest
    @CsvSource({
        "null, 42, 51",
        "0, 42, 51",
        "41, 42, 51",
        "47, 48, 51",
        "51, 52, 51",
        "60, 52, 51",
        "9223372036854775807, 52, 51"
    })
    void answersWhatIsMissingUpToTheLimit(String after, long from, long to) {
        fill(50, "x");

        JsonPath item = sync(bob, 10, conversation, after);

        assertThat(item.getLong("items[0].head")).isEqualTo(51);
        assertThat(item.getBoolean("items[0].member")).isTrue();
        assertThat(item.getString("items[0].kind")).isEqualTo("direct");
        assertThat(item.getInt("items[0].members")).isEqualTo(2);
        assertThat(item.getLong("items[0].from")).isEqualTo(from);
        assertThat(item.getLong("items[0].to")).isEqualTo(to);
        assertThat(item.getBoolean("items[0].more")).isFalse();
        assertThat(item.getList("items[0].messages.seq", Long.class))
                .containsExactlyElementsOf(IntStream.rangeClosed((int) from, (int) to)
                        .mapToObj(Long::valueOf)
                        .toList());
    }

    @Test
    void theFirstNoticeNamesWhoJoined() {
        fill(1, "x");

        assertThat(sync(bob, 10, conversation, "null").getList("items[0].joined"))
                .containsExactlyInAnyOrder(alice.toString(), bob.toString());
        assertThat(sync(bob, 10, conversation, "1").getList("items[0].joined")).isEmpty();
        assertThat(sync(bob, 10, bob, "null").getList("items[0].joined")).containsExactly(bob.toString());
    }

    @Test
    void whoIsNoMemberGetsNothing() {
        fill(1, "x");

        JsonPath item = sync(World.user("carol"), 10, conversation, "null");

        assertThat(item.getBoolean("items[0].member")).isFalse();
        assertThat(item.getList("items[0].messages")).isEmpty();
        assertThat(sync(alice, 10, Ids.v7(), "null").getBoolean("items[0].member"))
                .isFalse();
    }

    @Test
    void theSelfConversationIsThereBeforeItsRow() {
        UUID stranger = Ids.v7();

        assertThat(sync(stranger, 10, stranger, "null").getBoolean("items[0].member"))
                .isTrue();
        JsonPath list = memberships(stranger);
        assertThat(list.getList("items.conversation")).containsExactly(stranger.toString());
        assertThat(list.getList("items.kind")).containsExactly("self");
    }

    @Test
    void anAnswerThatIsCutGoesOnWhereItEnded() {
        fill(150, "x".repeat(9_000));
        long after = 0;
        int rounds = 0;
        boolean more = true;
        while (more) {
            JsonPath item = sync(bob, 200, conversation, Long.toString(after));
            List<Long> seqs = item.getList("items[0].messages.seq", Long.class);
            assertThat(seqs.getFirst()).isEqualTo(after + 1);
            assertThat(seqs.getLast()).isEqualTo(item.getLong("items[0].to"));
            after = item.getLong("items[0].to");
            more = item.getBoolean("items[0].more");
            rounds++;
        }
        assertThat(after).isEqualTo(151);
        assertThat(rounds).isEqualTo(2);
    }

    @Test
    void versionsChangeWhenAConversationBegins() {
        long before = versions(bob);

        fill(1, "x");

        assertThat(versions(bob)).isNotEqualTo(before);
        JsonPath list = memberships(bob);
        assertThat(list.getLong("versions")).isEqualTo(versions(bob));
        assertThat(list.getList("items.conversation"))
                .containsExactlyInAnyOrder(conversation.toString(), bob.toString());
    }

    @Test
    void positionsMoveForwardWithinTheHeadForMembersOnly() {
        fill(5, "x");
        String body = "{\"read\":[" + position(bob, 3) + "," + position(bob, 2) + "," + position(Ids.v7(), 4)
                + "],\"received\":[" + position(alice, 99) + "]}";

        post("positions", body, 200);
        post("positions", "{\"read\":[" + position(bob, 1) + "]}", 200);

        JsonPath bobs = World.as(bob).get("/api/conversations/" + conversation).jsonPath();
        assertThat(bobs.getLong("readSeq")).isEqualTo(3);
        post("positions", "{\"read\":[" + position(bob, 1_000) + "]}", 200);
        assertThat(World.as(bob)
                        .get("/api/conversations/" + conversation)
                        .jsonPath()
                        .getLong("readSeq"))
                .isEqualTo(6);
    }

    @Test
    void accessTellsWhoIsMemberAndWhoMayWrite() {
        World.block(alice, bob, true);
        UUID carol = World.user("carol");

        JsonPath access = post(
                "access",
                "{\"conversation\":\"" + conversation + "\",\"users\":[\"" + alice + "\",\"" + bob + "\",\"" + carol
                        + "\"]}",
                200);

        assertThat(access.getList("members")).containsExactlyInAnyOrder(alice.toString(), bob.toString());
        assertThat(access.getList("canWrite")).containsExactly(alice.toString());
        assertThat(access.getString("kind")).isEqualTo("direct");
        assertThat(access.getString("refusals.'" + bob + "'.problem")).isEqualTo("blocked");
    }

    @Test
    void accessTellsOfSeveralConversationsAtOnceWhatItTellsOfEach() {
        UUID carol = World.user("carol");
        String question = "{\"conversation\":\"%s\",\"users\":[\"%s\",\"%s\"]}";

        JsonPath access = post(
                "access",
                "{\"items\":[" + question.formatted(conversation, alice, carol) + ","
                        + question.formatted(UUID.randomUUID(), alice, carol) + ","
                        + question.formatted(carol, alice, carol) + "]}",
                200);

        assertThat(access.getList("items.members"))
                .containsExactly(List.of(alice.toString()), List.of(), List.of(carol.toString()));
        assertThat(access.getList("items.memberCount")).containsExactly(2, 0, 1);
        assertThat(access.getString("items[2].refusals.'" + carol + "'.problem"))
                .isEqualTo("read-only-conversation");
    }

    @Test
    void accessForNobodyIsNobodys() {
        JsonPath one = post("access", "{\"conversation\":\"" + conversation + "\"}", 200);
        assertThat(one.getList("members")).isEmpty();
        assertThat(one.getInt("memberCount")).isZero();

        String item = "{\"items\":[{\"conversation\":\"" + conversation + "\",\"users\":%s}]}";
        assertThat(post("access", item.formatted("null"), 200).getList("items[0].members"))
                .isEmpty();
        post("access", item.formatted("[null]"), 400);
    }

    @Test
    void accessAnswersEachQuestionWithItsOwnUsers() {
        String question = "{\"conversation\":\"" + conversation + "\",\"users\":[\"%s\"]}";

        JsonPath access =
                post("access", "{\"items\":[" + question.formatted(alice) + "," + question.formatted(bob) + "]}", 200);

        assertThat(access.getList("items.members")).containsExactly(List.of(alice.toString()), List.of(bob.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "{}", "[]", "{\"user\":1}", "{\"user\":\"x\",\"limit\":1}", "{\"limit\":\"10\"}"})
    void malformedCallsAreProblems(String body) {
        post("sync", body, 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "heads", "positions", "access", "events", "messages", "republish"})
    void onlyServicesMayCall(String path) {
        World.as(alice)
                .contentType(path.equals("messages") ? "application/octet-stream" : "application/json")
                .body("{}".getBytes(StandardCharsets.UTF_8))
                .post("/internal/" + path)
                .then()
                .statusCode(403);
    }

    @Test
    void brokenBatchIsMalformed() {
        World.service()
                .contentType("application/octet-stream")
                .body(new byte[] {1, 2, 3})
                .post("/internal/messages")
                .then()
                .statusCode(400);
    }

    private void fill(int messages, String text) {
        World.append(IntStream.range(0, messages)
                .mapToObj(i -> World.append(conversation, alice, text))
                .toList());
    }

    private String position(UUID user, long seq) {
        return "{\"conversation\":\"" + conversation + "\",\"user\":\"" + user + "\",\"seq\":" + seq + "}";
    }

    private static JsonPath sync(UUID user, int limit, UUID conversation, String after) {
        return post(
                "sync",
                "{\"user\":\"" + user + "\",\"limit\":" + limit + ",\"items\":[{\"conversation\":\"" + conversation
                        + "\",\"after\":" + after + "}]}",
                200);
    }

    private static JsonPath memberships(UUID user) {
        return World.service()
                .get("/internal/users/" + user + "/conversations")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static long versions(UUID user) {
        return post("heads", "{\"users\":[\"" + user + "\"]}", 200).getLong("versions.'" + user + "'");
    }

    private static JsonPath post(String path, String body, int status) {
        return World.service()
                .contentType("application/json")
                .body(body)
                .post("/internal/" + path)
                .then()
                .statusCode(status)
                .extract()
                .jsonPath();
    }
}
