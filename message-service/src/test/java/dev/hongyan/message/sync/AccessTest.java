package dev.hongyan.message.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hongyan.contracts.Ids;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.TestGroup;
import dev.hongyan.message.World;
import io.agroal.api.AgroalDataSource;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who may take part, as redpacket-service asks for a whole batch of claims.
@ComponentTest
class AccessTest {
    private static final Instant FAR = Instant.parse("2126-11-21T10:00:00Z");

    @Inject
    AgroalDataSource dataSource;

    private UUID alice;
    private UUID bob;
    private UUID carol;

    @BeforeEach
    void people() {
        alice = World.user("alice");
        bob = World.user("bob");
        carol = World.user("carol");
    }

    @Test
    void manyOfALargeGroupAreAnsweredTogether() {
        List<UUID> members = people(1_500);
        TestGroup group = TestGroup.of(alice, members.toArray(UUID[]::new));
        UUID removed = members.get(0);
        UUID back = members.get(1);
        UUID muted = members.get(2);
        group.remove(alice, removed, back);
        group.add(alice, back);
        group.mute(alice, muted, FAR);
        List<UUID> strangers = people(100);
        List<UUID> asked =
                Stream.concat(members.stream().limit(900), strangers.stream()).collect(Collectors.toList());
        Collections.shuffle(asked);

        JsonPath access = ask(question(group.id(), asked));

        List<String> in = members.subList(1, 900).stream().map(UUID::toString).toList();
        assertThat(access.getList("items[0].members", String.class)).containsExactlyInAnyOrderElementsOf(in);
        assertThat(access.getInt("items[0].memberCount")).isEqualTo(1_500);
        assertThat(access.getList("items[0].canWrite"))
                .hasSize(898)
                .contains(back.toString())
                .doesNotContain(muted.toString(), removed.toString());
        assertThat(access.getMap("items[0].refusals")).containsOnlyKeys(muted.toString());
    }

    @Test
    void conversationsOfAllKindsThatAreAskedAtOnceKeepApart() {
        TestGroup group = TestGroup.of(alice, bob);
        group.add(alice, carol);
        group.remove(alice, bob);
        UUID blocked = World.direct(alice, bob);
        World.block(alice, bob, true);
        UUID parted = World.direct(bob, carol);
        World.friends(bob, carol, false);
        UUID nowhere = Ids.v7();
        List<UUID> all = List.of(alice, bob, carol);

        JsonPath access = ask(
                question(group.id(), all),
                question(blocked, all),
                question(parted, all),
                question(nowhere, all),
                question(alice, all),
                question(group.id(), List.of(bob)));

        assertThat(access.getList("items.conversation"))
                .containsExactly(
                        group.id().toString(),
                        blocked.toString(),
                        parted.toString(),
                        nowhere.toString(),
                        alice.toString(),
                        group.id().toString());
        assertThat(access.getList("items.kind")).containsExactly("group", "direct", "direct", null, "self", null);
        assertThat(access.getList("items.memberCount")).containsExactly(2, 2, 2, 0, 1, 0);
        members(access, 0, alice, carol);
        members(access, 1, alice, bob);
        members(access, 2, bob, carol);
        members(access, 3);
        members(access, 4, alice);
        members(access, 5);
        assertThat(access.getMap("items[0].refusals")).isEmpty();
        assertThat(access.getList("items[1].canWrite")).containsExactly(alice.toString());
        assertThat(access.getString("items[1].refusals.'" + bob + "'.problem")).isEqualTo("blocked");
        assertThat(access.getList("items[2].refusals.collect { it.value.problem }"))
                .containsExactly("not-friends", "not-friends");
        assertThat(access.getString("items[4].refusals.'" + alice + "'.problem"))
                .isEqualTo("read-only-conversation");
    }

    @Test
    void nobodyIsInAGroupThatWasDissolved() {
        TestGroup group = TestGroup.of(alice, bob);
        group.dissolve(alice);

        JsonPath access = ask(question(group.id(), List.of(alice, bob)));

        assertThat(access.getList("items[0].members")).isEmpty();
        assertThat(access.getInt("items[0].memberCount")).isZero();
    }

    /// What is read grows with those who are asked for, not with these times the group.
    @Test
    void theRowsOfThoseWhoAreNotAskedForAreNotRead() throws Exception {
        List<UUID> members = people(3_000);
        TestGroup group = TestGroup.of(alice, members.toArray(UUID[]::new));
        List<UUID> asked = members.subList(0, 500);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("explain (analyze, format json) " + AccessRepository.FIND)) {
            statement.setArray(
                    1,
                    connection.createArrayOf("int", Collections.nCopies(500, 0).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", Collections.nCopies(500, group.id()).toArray()));
            statement.setArray(3, connection.createArrayOf("uuid", asked.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                JsonNode plan =
                        new JsonMapper().readTree(row.getString(1)).path(0).path("Plan");
                assertThat(plan.path("Actual Rows").asInt()).isEqualTo(500);
                assertThat(read(plan)).isBetween(500.0, 50_000.0);
            }
        }
    }

    /// How many rows of members a plan has looked at.
    private static double read(JsonNode plan) {
        double read = 0;
        if (plan.path("Relation Name").asText().equals("member")) {
            double each = plan.path("Actual Rows").asDouble()
                    + plan.path("Rows Removed by Filter").asDouble()
                    + plan.path("Rows Removed by Index Recheck").asDouble();
            read = each * plan.path("Actual Loops").asDouble();
        }
        for (JsonNode part : plan.path("Plans")) {
            read += read(part);
        }
        return read;
    }

    private static void members(JsonPath access, int question, UUID... expected) {
        assertThat(access.getList("items[" + question + "].members", String.class))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(expected).map(UUID::toString).toList());
    }

    private static List<UUID> people(int count) {
        return Stream.generate(Ids::v7).limit(count).toList();
    }

    private static String question(UUID conversation, List<UUID> users) {
        String asked = users.stream().map(user -> "\"" + user + "\"").collect(Collectors.joining(","));
        return "{\"conversation\":\"" + conversation + "\",\"users\":[" + asked + "]}";
    }

    private static JsonPath ask(String... questions) {
        return World.service()
                .contentType("application/json")
                .body("{\"items\":[" + String.join(",", questions) + "]}")
                .post("/internal/access")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
