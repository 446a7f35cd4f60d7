package dev.hongyan.message.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.Topics;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.Records;
import dev.hongyan.message.World;
import io.agroal.api.AgroalDataSource;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ComponentTest
class UnreadTest {
    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String brokers;

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
    void unreadCountsVisibleMessagesOfOthersUpToAHundred() {
        fill(3);
        assertThat(one(bob).getInt("unread")).isEqualTo(3);
        assertThat(one(alice).getInt("unread")).isZero();

        read(bob, 3, 204);
        assertThat(one(bob).getInt("unread")).isEqualTo(1);
        assertThat(one(bob).getInt("readSeq")).isEqualTo(3);

        fill(150);
        assertThat(one(bob).getInt("unread")).isEqualTo(100);
        assertThat(one(bob).getInt("last.seq")).isEqualTo(one(bob).getInt("seq"));
    }

    @Test
    void unreadAndMentionedLookNoFurtherThanTheNewestFiveThousandNumbers() throws Exception {
        World.append(mentioning("far away", "\"" + bob + "\""));
        insert(3, 5_002, alice, 0);

        assertThat(one(bob).getInt("unread")).isZero();
        assertThat(one(bob).getString("mentioned")).isNull();

        read(bob, 2, 204);
        World.append(mentioning("near", "\"" + bob + "\""));

        assertThat(one(bob).getInt("unread")).isEqualTo(1);
        assertThat(one(bob).getLong("mentioned")).isEqualTo(5_003);
    }

    @Test
    void whatIsNewestCountsHoweverMuchOneHasWrittenWithoutReading() throws Exception {
        fill(1);
        insert(3, 5_500, alice, 1);

        World.append(World.append(conversation, bob, "answer", "\"" + alice + "\""));

        assertThat(one(alice).getInt("unread")).isEqualTo(1);
        assertThat(one(alice).getLong("mentioned")).isEqualTo(5_501);
        assertThat(one(bob).getInt("unread")).isEqualTo(100);
    }

    private void insert(int first, int last, UUID sender, int flags) throws Exception {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into message select '" + conversation + "', n, gen_random_uuid(), '" + sender
                    + "', now(), " + flags + ", '{}', '' from generate_series(" + first + ", " + last + ") n");
            statement.execute("update conversation set head = " + last + " where id = '" + conversation + "'");
        }
    }

    @Test
    void messageWithoutOtherMembersHasNoReaders() {
        Append notice =
                new Append(Append.Origin.SELF, alice, Ids.v7(), alice, MessageContent.notice("{\"event\":\"tested\"}"));
        World.append(notice);

        JsonPath readers = World.as(alice)
                .get("/api/conversations/" + alice + "/messages/" + notice.id() + "/readers")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(readers.getList("read")).isEmpty();
        assertThat(readers.getList("unread")).isEmpty();
    }

    @Test
    void mentionedIsTheFirstUnreadOneThatNamesMe() {
        fill(1);
        World.append(mentioning("\\\"mentions\\\":[\\\"" + bob + "\\\"]", "\"" + Ids.v7() + "\""));
        World.append(mentioning("hello", "\"" + bob + "\""));
        World.append(mentioning("all", "\"all\""));

        assertThat(one(bob).getLong("mentioned")).isEqualTo(4);
        read(bob, 4, 204);
        assertThat(one(bob).getLong("mentioned")).isEqualTo(5);
        read(bob, 5, 204);
        assertThat(one(bob).getString("mentioned")).isNull();
    }

    @Test
    void readPositionNeverMovesBackAndIsToldOnce() {
        fill(5);
        read(bob, 4, 204);
        read(bob, 2, 204);
        assertThat(one(bob).getInt("readSeq")).isEqualTo(4);

        read(bob, 7, 400);
        read(World.user("carol"), 1, 404);
        assertThat(Records.of(brokers, Topics.PUSH.topicName(), conversation, found -> !found.isEmpty()))
                .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                .containsExactly("{\"conversation\":\"" + conversation + "\",\"user\":\"" + bob + "\",\"seq\":4}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "{}", "{\"seq\":null}", "{\"seq\":1.5}", "{\"seq\":\"1\"}", "{\"seq\":-1}", "[1]"})
    void badReadPositionsAreProblems(String body) {
        fill(2);
        World.as(bob)
                .body(body)
                .put("/api/conversations/" + conversation + "/read")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void readersAreTheOthersInTwoLists() {
        UUID id = Ids.v7();
        World.send(alice, conversation, id, "x");
        String path = "/api/conversations/" + conversation + "/messages/" + id + "/readers";

        assertThat(World.as(alice).get(path).jsonPath().getList("unread")).containsExactly(bob.toString());
        read(bob, 2, 204);
        assertThat(World.as(alice).get(path).jsonPath().getList("read")).containsExactly(bob.toString());
        World.as(World.user("carol")).get(path).then().statusCode(404);
    }

    private void fill(int messages) {
        World.append(IntStream.range(0, messages)
                .mapToObj(i -> World.append(conversation, alice, "no " + i))
                .toList());
    }

    private Append mentioning(String text, String mention) {
        return World.append(conversation, alice, text, mention);
    }

    private void read(UUID user, long seq, int status) {
        World.as(user)
                .body("{\"seq\":" + seq + "}")
                .put("/api/conversations/" + conversation + "/read")
                .then()
                .statusCode(status);
    }

    private JsonPath one(UUID user) {
        return World.as(user).get("/api/conversations/" + conversation).jsonPath();
    }
}
