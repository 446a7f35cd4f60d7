package dev.hongyan.message.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.Append.Origin;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.AppendAnswer.Refused;
import dev.hongyan.contracts.message.AppendAnswer.Stored;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.TestGroup;
import dev.hongyan.message.World;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ComponentTest
class GroupAppendTest {
    private static final Instant FAR = Instant.parse("2126-11-21T10:00:00.123Z");

    @Inject
    LogConnections connections;

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
    void membersWriteAndOthersDoNot() {
        List<AppendAnswer> answers = World.append(List.of(
                World.append(group.id(), alice, "one"),
                World.append(group.id(), carol, "none"),
                World.append(group.id(), bob, "two"),
                World.append(group.id(), alice, "three")));

        assertThat(answers.get(1)).isEqualTo(new Refused(ProblemCode.NOT_A_MEMBER));
        assertThat(answers.stream().filter(Stored.class::isInstance).map(answer -> ((Stored) answer).seq()))
                .containsExactly(2L, 3L, 4L);
    }

    @Test
    void whoComesMayWriteAtOnceAndWhoGoesMayNot() {
        for (int i = 0; i < 10; i++) {
            group.add(alice, carol);
            assertThat(send(carol)).isInstanceOf(Stored.class);
            group.remove(alice, carol);
            assertThat(send(carol)).isEqualTo(new Refused(ProblemCode.NOT_A_MEMBER));
        }
    }

    @Test
    void mutedMemberIsToldUntilWhen() {
        group.mute(alice, bob, FAR);

        assertThat(send(bob)).isEqualTo(new Refused(ProblemCode.MUTED, FAR));
        assertThat(send(alice)).isInstanceOf(Stored.class);
        Response refused = World.send(bob, group.id(), Ids.v7(), "x");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.jsonPath().getString("type")).isEqualTo("/problems/muted");
        assertThat(refused.jsonPath().getString("until")).isEqualTo("2126-11-21T10:00:00.123Z");

        group.mute(alice, bob, null);
        assertThat(send(bob)).isInstanceOf(Stored.class);
    }

    @Test
    void muteEndsByTimeWithoutAnEvent() {
        group.mute(alice, bob, Instant.now().minusMillis(1));

        assertThat(send(bob)).isInstanceOf(Stored.class);
    }

    @Test
    void whenEveryoneIsMutedTheOwnerAndAdminsWrite() {
        group.add(alice, carol);
        group.role(alice, carol, MemberRole.ADMIN);
        group.muteAll(alice, true);

        assertThat(send(bob)).isEqualTo(new Refused(ProblemCode.MUTED_ALL));
        assertThat(send(carol)).isInstanceOf(Stored.class);
        assertThat(send(alice)).isInstanceOf(Stored.class);
        group.mute(alice, bob, FAR);
        assertThat(send(bob)).isEqualTo(new Refused(ProblemCode.MUTED, FAR));
        group.mute(alice, bob, null);
        group.muteAll(alice, false);
        assertThat(send(bob)).isInstanceOf(Stored.class);
    }

    @Test
    void nobodyWritesIntoADissolvedGroup() {
        Append before = World.append(group.id(), bob, "before");
        Stored stored = (Stored) World.append(before);

        group.dissolve(alice);

        assertThat(send(alice)).isEqualTo(new Refused(ProblemCode.NOT_A_MEMBER));
        assertThat(World.append(before)).isEqualTo(new Stored(stored.seq(), stored.at(), true));
    }

    @Test
    void whatIsThereAlreadyIsDecidedBeforeTheRules() {
        Append mine = World.append(group.id(), bob, "mine");
        Stored first = (Stored) World.append(mine);
        group.remove(alice, bob);

        assertThat(World.append(mine)).isEqualTo(new Stored(first.seq(), first.at(), true));
        assertThat(World.append(new Append(Origin.USER, group.id(), mine.id(), bob, World.text("else"))))
                .isEqualTo(new Refused(ProblemCode.MESSAGE_CONFLICT));
        assertThat(World.append(new Append(Origin.USER, group.id(), mine.id(), carol, mine.content())))
                .isEqualTo(new Refused(ProblemCode.MESSAGE_CONFLICT));
    }

    @Test
    void servicesMeetTheSameRulesAndNoNoticeOfTheirsGetsIn() {
        assertThat(by(Origin.SERVICE, bob)).isInstanceOf(Stored.class);
        assertThat(by(Origin.SERVICE, carol)).isEqualTo(new Refused(ProblemCode.NOT_A_MEMBER));
        assertThat(by(Origin.SELF, bob)).isEqualTo(new Refused(ProblemCode.FORBIDDEN));
        group.mute(alice, bob, FAR);
        assertThat(by(Origin.SERVICE, bob)).isEqualTo(new Refused(ProblemCode.MUTED, FAR));
    }

    @Test
    void accessSaysWhatASendWouldMeet() {
        group.add(alice, carol);
        group.mute(alice, carol, FAR);
        assertThat(access().getList("members"))
                .containsExactlyInAnyOrder(alice.toString(), bob.toString(), carol.toString());
        assertThat(access().getList("canWrite")).containsExactlyInAnyOrder(alice.toString(), bob.toString());
        assertThat(access().getString("kind")).isEqualTo("group");
        assertThat(access().getInt("memberCount")).isEqualTo(3);
        assertThat(access().getString("refusals.'" + carol + "'.problem")).isEqualTo("muted");
        assertThat(access().getString("refusals.'" + carol + "'.until")).isEqualTo(FAR.toString());

        group.muteAll(alice, true);
        assertThat(access().getList("canWrite")).containsExactly(alice.toString());
        assertThat(access().getString("refusals.'" + bob + "'.problem")).isEqualTo("muted-all");

        group.remove(alice, carol);
        assertThat(access().getList("members")).containsExactlyInAnyOrder(alice.toString(), bob.toString());
    }

    /// The append path plans once, whatever the tables hold by then: every look-up must be by index.
    @Test
    void readingStatementLooksUpByIndexOnly() throws Exception {
        try (LogConnection connection = connections.open();
                Statement statement = connection.jdbc().createStatement()) {
            List<String> plan = new ArrayList<>();
            String sql = LogSql.READ;
            for (int i = 1; sql.contains("?"); i++) {
                sql = sql.replaceFirst("\\?", "\\$" + i);
            }
            statement.execute("prepare reading as " + sql);
            try (ResultSet row = statement.executeQuery("explain execute reading(" + "'{}',".repeat(6) + "'{}')")) {
                while (row.next()) {
                    plan.add(row.getString(1).strip());
                }
            }
            assertThat(plan).noneMatch(line -> line.contains("Seq Scan") || line.contains("Hash"));
            assertThat(plan).anyMatch(line -> line.contains("Index Scan using member_"));
            assertThat(plan).anyMatch(line -> line.contains("message_conversation_id_key"));
        }
    }

    private AppendAnswer send(UUID sender) {
        return World.append(World.append(group.id(), sender, "x"));
    }

    private AppendAnswer by(Origin origin, UUID sender) {
        return World.append(new Append(origin, group.id(), Ids.v7(), sender, World.text("x")));
    }

    private JsonPath access() {
        return World.service()
                .contentType("application/json")
                .body("{\"conversation\":\"" + group.id() + "\",\"users\":[\"" + alice + "\",\"" + bob + "\",\"" + carol
                        + "\"]}")
                .post("/internal/access")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
