package dev.hongyan.group.joining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.group.GroupServiceTest;
import dev.hongyan.group.TestUser;
import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // injected
class InvitationTest extends GroupServiceTest {
    @Inject
    DataSource database;

    @Test
    void bringsPeopleIn() throws SQLException {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.group();
        alice.api().patch("/api/groups/" + group, Map.of("joinPolicy", "invitation"));

        Answer made = invite(alice, group, null);

        assertThat(made.status()).isEqualTo(201);
        String token = made.text("token");
        assertThat(token).matches("[A-Za-z0-9_-]{22}");
        assertThat(made.text("url")).isEqualTo("http://localhost:8080/invitations/" + token);
        assertThat(made.body().path("maxUses").asInt()).isEqualTo(100);
        assertThat(Instant.parse(made.text("expiresAt")))
                .isCloseTo(Instant.now().plus(168, ChronoUnit.HOURS), within(1, ChronoUnit.MINUTES));
        assertThat(stored()).doesNotContain(token);

        Answer accepted = accept(bob, token);

        assertThat(accepted.status()).isEqualTo(200);
        assertThat(accepted.text("id")).isEqualTo(group);
        assertThat(accepted.text("myRole")).isEqualTo("member");
        assertThat(told(group))
                .endsWith(new MemberChanged(
                        UUID.fromString(group), bob.id(), 1, bob.id(), true, MemberRole.MEMBER, null));
    }

    @Test
    void isUsedUpAndNotByMembers() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.group();
        String token = invite(alice, group, Map.of("maxUses", 1)).text("token");

        assertThat(accept(alice, token).text("myRole")).isEqualTo("owner");
        assertThat(accept(bob, token).status()).isEqualTo(200);
        assertThat(accept(bob, token).status()).isEqualTo(200);
        Answer late = accept(newUser(), token);
        assertThat(late.status()).isEqualTo(410);
        assertThat(late.problem()).isEqualTo("invitation-expired");
    }

    @Test
    void isUsedNoMoreOftenThanItMayByManyAtOnce() {
        TestUser alice = newUser();
        String group = alice.group();
        String token = invite(alice, group, Map.of("maxUses", 3)).text("token");
        ConcurrentLinkedQueue<TestUser> people = new ConcurrentLinkedQueue<>(
                Stream.generate(this::newUser).limit(10).toList());

        List<Answer> answers = Api.together(10, () -> accept(people.remove(), token));

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(3);
        assertThat(answers.stream().filter(answer -> answer.status() == 410)).hasSize(7);
        assertThat(alice.see(group).body().path("memberCount").asInt()).isEqualTo(4);
    }

    @Test
    void endsWithItsTime() throws SQLException {
        TestUser alice = newUser();
        String group = alice.group();
        String token = invite(alice, group, Map.of("expiresInHours", 1)).text("token");
        execute("update invitation set expires_at = expires_at - interval '1 hour' where group_id = '"
                + UUID.fromString(group) + "'");

        assertThat(accept(newUser(), token).problem()).isEqualTo("invitation-expired");
        assertThat(accept(alice, token).status()).isEqualTo(200);
    }

    @Test
    void isOneOfAFewThatAreOpenAtATime() throws SQLException {
        TestUser alice = newUser();
        String group = alice.group();
        for (int i = 0; i < 30; i++) {
            assertThat(invite(alice, group, Map.of("maxUses", 1)).status()).isEqualTo(201);
        }

        Answer refused = invite(alice, group, null);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("limit-reached");
        execute("update invitation set uses = max_uses where group_id = '" + UUID.fromString(group) + "'");
        assertThat(invite(alice, group, null).status()).isEqualTo(201);
    }

    @Test
    void isForgottenAWeekAfterItsEnd() throws SQLException {
        TestUser alice = newUser();
        String group = alice.group();
        String old = invite(alice, group, null).text("token");
        String late = invite(alice, group, null).text("token");
        String ended =
                "update invitation set expires_at = now() - interval '%s' where hash = encode(sha256('%s'), 'hex')";
        execute(ended.formatted("8 days", old));
        execute(ended.formatted("6 days", late));

        assertThat(invite(alice, group, null).status()).isEqualTo(201);

        assertThat(accept(newUser(), old).status()).isEqualTo(404);
        assertThat(accept(newUser(), late).problem()).isEqualTo("invitation-expired");
    }

    @Test
    void endsWithTheRightOfWhoMadeIt() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        TestUser carol = newUser();
        String group = alice.group(bob, carol);
        String bobs = invite(bob, group, null).text("token");
        String carols = invite(carol, group, null).text("token");
        alice.remove(group, bob);
        alice.api().patch("/api/groups/" + group, Map.of("settings", Map.of("membersMayInvite", false)));

        assertThat(accept(bob, bobs).problem()).isEqualTo("invitation-expired");
        assertThat(accept(newUser(), carols).problem()).isEqualTo("invitation-expired");
        assertThat(invite(carol, group, null).problem()).isEqualTo("forbidden");
        alice.raise(group, carol, "admin");
        assertThat(accept(newUser(), carols).status()).isEqualTo(200);
        assertThat(invite(carol, group, null).status()).isEqualTo(201);
        assertThat(invite(newUser(), group, null).problem()).isEqualTo("not-a-member");
    }

    @Test
    void leadsNowhereWhenItIsUnknownOrItsGroupIsOver() {
        TestUser alice = newUser();
        String group = alice.group();
        String token = invite(alice, group, null).text("token");
        alice.api().delete("/api/groups/" + group);

        assertThat(accept(newUser(), token).problem()).isEqualTo("not-a-member");
        for (String unknown : List.of("x", "%00", "' or 1=1", "A".repeat(22), token.toLowerCase(Locale.ROOT))) {
            Answer answer = accept(newUser(), URLEncoder.encode(unknown, StandardCharsets.UTF_8));
            assertThat(answer.status()).as(unknown).isEqualTo(404);
            assertThat(answer.problem()).isIn("not-found", "not-a-member");
        }
    }

    @Test
    void fillsAGroupAndNoMore() {
        TestUser alice = newUser();
        String group = alice.group(Stream.generate(this::newUser).limit(59).toArray(TestUser[]::new));
        String token = invite(alice, group, null).text("token");

        assertThat(accept(newUser(), token).problem()).isEqualTo("group-full");
    }

    @Test
    void hasBounds() {
        TestUser alice = newUser();
        String group = alice.group();
        for (String field : List.of("maxUses", "expiresInHours")) {
            for (Object value : List.of(0, -1, 10_001, 1.5, "10", true)) {
                Answer answer = invite(alice, group, Collections.singletonMap(field, value));
                assertThat(answer.status()).as(field + " " + value).isEqualTo(400);
                assertThat(answer.body().path("violations").findValuesAsText("field"))
                        .containsExactly(field);
            }
        }
        assertThat(invite(alice, group, Map.of("maxUses", 10_000, "expiresInHours", 720))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void holdsSoonWhenMessageServiceIsAway() {
        TestUser alice = newUser();
        String token = invite(alice, alice.group(), null).text("token");
        neighbours().put("/away/message", null);

        Answer accepted = accept(newUser(), token);

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.text("myRole")).isEqualTo("member");
    }

    private static Answer invite(TestUser user, String group, @Nullable Object body) {
        return user.api().post("/api/groups/" + group + "/invitations", body);
    }

    private static Answer accept(TestUser user, String token) {
        return user.api().post("/api/invitations/" + token + "/accept", null);
    }

    private String stored() throws SQLException {
        StringBuilder rows = new StringBuilder();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select i::text from invitation i")) {
            while (row.next()) {
                rows.append(row.getString(1));
            }
        }
        return rows.toString();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
