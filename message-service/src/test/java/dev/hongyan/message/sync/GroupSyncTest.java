package dev.hongyan.message.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.TestGroup;
import dev.hongyan.message.World;
import io.restassured.path.json.JsonPath;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ComponentTest
class GroupSyncTest {
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
    void whoIsOutGetsWhatHeMayStillSeeUpToHisEnd() {
        say("one");
        group.remove(alice, bob);
        say("two");

        JsonPath sync = sync(bob, 100, "1");

        assertThat(sync.getBoolean("items[0].member")).isFalse();
        assertThat(sync.getString("items[0].kind")).isEqualTo("group");
        assertThat(sync.getLong("items[0].head")).isEqualTo(3);
        assertThat(sync.getLong("items[0].to")).isEqualTo(3);
        assertThat(sync.getBoolean("items[0].more")).isFalse();
        assertThat(sync.getList("items[0].messages.seq")).containsExactly(2, 3);
        assertThat(sync.getList("items[0].left")).containsExactly(bob.toString());
        assertThat(sync(bob, 1, "null").getList("items[0].messages.seq")).containsExactly(3);
        assertThat(sync(bob, 100, "3").getList("items[0].messages")).isEmpty();
    }

    @Test
    void strangerGetsNothing() {
        say("one");

        JsonPath sync = sync(carol, 100, "null");

        assertThat(sync.getBoolean("items[0].member")).isFalse();
        assertThat(sync.getLong("items[0].head")).isZero();
        assertThat(sync.getList("items[0].messages")).isEmpty();
    }

    @Test
    void aCursorBeyondTheEndIsAnsweredFromTheEnd() {
        say("one");
        group.remove(alice, bob);
        say("two");

        assertThat(sync(carol, 100, "1000000").getLong("items[0].from")).isEqualTo(1);
        assertThat(sync(carol, 100, "1000000").getLong("items[0].to")).isZero();
        assertThat(sync(bob, 100, "1000000").getLong("items[0].from")).isEqualTo(4);
        assertThat(sync(alice, 100, "1000000").getLong("items[0].from")).isEqualTo(5);
        assertThat(sync(alice, 100, "1000000").getLong("items[0].to")).isEqualTo(4);
    }

    @Test
    void nothingIsLeftOutThatWasNeverHis() {
        for (int i = 0; i < 10; i++) {
            say("before");
        }
        group.add(alice, carol);
        say("after");
        say("at last");

        assertThat(sync(carol, 5, "0").getLong("items[0].from")).isEqualTo(1);
        assertThat(sync(carol, 5, "0").getList("items[0].messages.seq")).containsExactly(12, 13, 14);
        assertThat(sync(carol, 2, "0").getLong("items[0].from")).isEqualTo(13);
        assertThat(sync(carol, 2, "0").getList("items[0].messages.seq")).containsExactly(13, 14);
        assertThat(sync(alice, 5, "0").getLong("items[0].from")).isEqualTo(10);
    }

    @Test
    void numbersBetweenTwoStaysAreCoveredButNotSent() {
        group.remove(alice, bob);
        say("between");
        group.add(alice, bob);
        say("after");

        JsonPath sync = sync(bob, 100, "0");

        assertThat(sync.getLong("items[0].from")).isEqualTo(1);
        assertThat(sync.getLong("items[0].to")).isEqualTo(5);
        assertThat(sync.getList("items[0].messages.seq")).containsExactly(1, 2, 4, 5);
        assertThat(sync.getList("items[0].joined")).contains(bob.toString());
        assertThat(sync.getList("items[0].left")).isEmpty();
    }

    @Test
    void whoCameAndWentIsInBothLists() {
        group.join(carol);
        group.leave(carol);

        JsonPath sync = sync(alice, 100, "1");

        assertThat(sync.getList("items[0].joined")).containsExactly(carol.toString());
        assertThat(sync.getList("items[0].left")).containsExactly(carol.toString());
    }

    @Test
    void membersAreCountedAndListedWithTheirHead() {
        group.add(alice, carol);
        group.remove(alice, bob);

        assertThat(sync(alice, 10, "null").getInt("items[0].members")).isEqualTo(2);
        JsonPath list = memberships(carol);
        assertThat(list.getInt("items.find { it.kind == 'group' }.members")).isEqualTo(2);
        assertThat(list.getLong("items.find { it.kind == 'group' }.head")).isEqualTo(3);
        assertThat(memberships(bob).getList("items.conversation")).containsExactly(bob.toString());
    }

    @Test
    void versionsChangeWithEveryChangeOfOnesMembership() {
        long joined = memberships(bob).getLong("versions");
        group.remove(alice, bob);
        long removed = memberships(bob).getLong("versions");
        group.add(alice, bob);
        long again = memberships(bob).getLong("versions");
        group.dissolve(alice);
        long dissolved = memberships(bob).getLong("versions");

        assertThat(new long[] {joined, removed, again, dissolved}).doesNotHaveDuplicates();
    }

    @Test
    void positionsOfWhoIsOutStay() {
        say("one");
        group.remove(alice, bob);
        World.service()
                .contentType("application/json")
                .body("{\"read\":[{\"conversation\":\"" + group.id() + "\",\"user\":\"" + bob + "\",\"seq\":3}]}")
                .post("/internal/positions")
                .then()
                .statusCode(200);
        group.add(alice, bob);

        assertThat(World.as(bob)
                        .get("/api/conversations/" + group.id())
                        .jsonPath()
                        .getLong("readSeq"))
                .isEqualTo(4);
    }

    private void say(String text) {
        World.append(World.append(group.id(), alice, text));
    }

    private JsonPath sync(UUID user, int limit, String after) {
        return World.service()
                .contentType("application/json")
                .body("{\"user\":\"" + user + "\",\"limit\":" + limit + ",\"items\":[{\"conversation\":\"" + group.id()
                        + "\",\"after\":" + after + "}]}")
                .post("/internal/sync")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath memberships(UUID user) {
        return World.service()
                .get("/internal/users/" + user + "/conversations")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
