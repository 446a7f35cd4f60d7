package dev.hongyan.group.joining;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.group.JoinRequestAnswered;
import dev.hongyan.contracts.group.JoinRequested;
import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.group.GroupServiceTest;
import dev.hongyan.group.TestUser;
import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@QuarkusTest
class JoinTest extends GroupServiceTest {
    @Test
    void anOpenGroupLetsIn() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.openGroup();

        Answer joined = bob.join(group);
        Answer again = bob.join(group);

        assertThat(joined.status()).isEqualTo(200);
        assertThat(joined.text("id")).isEqualTo(group);
        assertThat(joined.text("myRole")).isEqualTo("member");
        assertThat(joined.body().path("memberCount").asInt()).isEqualTo(2);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(joined.body());
        assertThat(alice.join(group).text("myRole")).isEqualTo("owner");
        assertThat(told(group))
                .contains(new MemberChanged(
                        UUID.fromString(group), bob.id(), 1, bob.id(), true, MemberRole.MEMBER, null));
    }

    @Test
    void aRequestWithoutABodyNeedsNoContentType() {
        TestUser alice = newUser();
        String group = "/api/groups/" + alice.openGroup();

        Answer joined = newUser().api().without("Content-Type").post(group + "/join", null);
        Answer invited = alice.api().without("Content-Type").post(group + "/invitations", null);

        assertThat(joined.status()).isEqualTo(200);
        assertThat(invited.status()).isEqualTo(201);
    }

    @Test
    void aGroupByInvitationOrNoneLetsNobodyIn() {
        TestUser alice = newUser();
        String group = alice.openGroup();
        alice.api().patch("/api/groups/" + group, Map.of("joinPolicy", "invitation"));

        Answer english = newUser().join(group);
        assertThat(english.status()).isEqualTo(403);
        assertThat(english.problem()).isEqualTo("invitation-only");
        assertThat(english.text("title")).isEqualTo("By invitation only");
        Answer chinese = newUser().api().with("Accept-Language", "zh").post("/api/groups/" + group + "/join", null);
        assertThat(chinese.text("title")).isNotEqualTo(english.text("title")).isNotBlank();
        assertThat(newUser().join(UUID.randomUUID().toString()).problem()).isEqualTo("not-a-member");
    }

    @Test
    void aRequestWaitsForAnAdmin() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        TestUser carol = newUser();
        TestUser dave = newUser();
        String group = alice.group(bob, carol);
        alice.raise(group, bob, "admin");
        String path = "/api/groups/" + group;

        Answer asked = dave.api().post(path + "/join", Map.of("message", " let me in "));
        Answer again = dave.join(group);

        assertThat(List.of(asked.status(), again.status())).containsOnly(202);
        assertThat(again.body()).isEqualTo(asked.body());
        assertThat(asked.text("group")).isEqualTo(group);
        assertThat(asked.text("user")).isEqualTo(dave.id().toString());
        assertThat(asked.text("message")).isEqualTo("let me in");
        assertThat(asked.text("state")).isEqualTo("pending");
        UUID id = UUID.fromString(group);
        UUID request = UUID.fromString(asked.text("id"));
        List<UUID> admins = List.of(alice.id(), bob.id()).stream()
                .sorted(this::asTheDatabase)
                .toList();
        assertThat(told(group)).contains(new JoinRequested(id, request, 1, dave.id(), "let me in", admins));
        assertThat(carol.api().get(path + "/requests").problem()).isEqualTo("forbidden");
        assertThat(dave.api().get(path + "/requests").problem()).isEqualTo("not-a-member");
        assertThat(carol.api()
                        .post(path + "/requests/" + request + "/approve", null)
                        .problem())
                .isEqualTo("forbidden");
        assertThat(bob.api().get(path + "/requests").body().path("items").path(0))
                .isEqualTo(asked.body());

        Answer approved = bob.api().post(path + "/requests/" + request + "/approve", null);

        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.text("state")).isEqualTo("approved");
        assertThat(told(group))
                .endsWith(
                        new MemberChanged(id, dave.id(), 1, bob.id(), true, MemberRole.MEMBER, null),
                        new JoinRequestAnswered(id, request, 2, dave.id(), bob.id(), true));
        assertThat(dave.see(group).text("myRole")).isEqualTo("member");
        assertThat(bob.api().get(path + "/requests").body().path("items")).isEmpty();
        assertThat(alice.api()
                        .post(path + "/requests/" + request + "/approve", null)
                        .status())
                .isEqualTo(200);
        assertThat(alice.api()
                        .post(path + "/requests/" + request + "/decline", null)
                        .problem())
                .isEqualTo("already-answered");
    }

    @Test
    void aDeclinedOneMayAskAnew() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.group();
        String path = "/api/groups/" + group + "/requests/";
        String first = bob.join(group).text("id");

        Answer declined = alice.api().post(path + first + "/decline", null);

        assertThat(declined.status()).isEqualTo(200);
        assertThat(declined.text("state")).isEqualTo("declined");
        assertThat(alice.api().post(path + first + "/decline", null).status()).isEqualTo(200);
        assertThat(alice.api().post(path + first + "/approve", null).problem()).isEqualTo("already-answered");
        assertThat(bob.see(group).status()).isEqualTo(404);
        UUID id = UUID.fromString(group);
        assertThat(told(group))
                .contains(new JoinRequestAnswered(id, UUID.fromString(first), 2, bob.id(), alice.id(), false));
        assertThat(bob.join(group).text("id")).isNotEqualTo(first);
    }

    @Test
    void aRequestBelongsToItsGroup() {
        TestUser alice = newUser();
        String request = newUser().join(alice.group()).text("id");
        String other = alice.group();

        for (String id : List.of(request, UUID.randomUUID().toString())) {
            assertThat(alice.api()
                            .post("/api/groups/" + other + "/requests/" + id + "/approve", null)
                            .problem())
                    .isEqualTo("not-found");
        }
    }

    @Test
    void becomingAMemberOnAnotherWaySettlesTheRequest() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        TestUser carol = newUser();
        String group = alice.group();
        String path = "/api/groups/" + group;
        String bobs = bob.join(group).text("id");
        String carols = carol.join(group).text("id");

        alice.add(group, bob);
        alice.api().patch(path, Map.of("joinPolicy", "open"));
        assertThat(carol.join(group).status()).isEqualTo(200);

        assertThat(alice.api().get(path + "/requests").body().path("items")).isEmpty();
        UUID id = UUID.fromString(group);
        assertThat(told(group))
                .contains(
                        new JoinRequestAnswered(id, UUID.fromString(bobs), 2, bob.id(), alice.id(), true),
                        new JoinRequestAnswered(id, UUID.fromString(carols), 2, carol.id(), carol.id(), true));
    }

    @Test
    void requestsAreListedPageByPageNewestFirst() {
        TestUser alice = newUser();
        String group = alice.group();
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            asked.addFirst(newUser().join(group).text("id"));
        }

        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = alice.api()
                    .get("/api/groups/" + group + "/requests?limit=2" + cursor)
                    .body();
            found.addAll(page.path("items").findValuesAsText("id"));
            cursor = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asText();
        } while (!cursor.isEmpty());

        assertThat(found).isEqualTo(asked);
    }

    @Test
    void oneRequestIsApprovedByTwoAtOnceAndAnotherAnsweredInOneWayOnly() {
        TestUser alice = newUser();
        String group = alice.group();
        String path = "/api/groups/" + group + "/requests/";
        String approved = newUser().join(group).text("id");
        String contested = newUser().join(group).text("id");

        assertThat(Api.together(2, () -> alice.api().post(path + approved + "/approve", null)))
                .extracting(Answer::status)
                .containsOnly(200);
        List<String> ways = new CopyOnWriteArrayList<>(List.of("/approve", "/decline"));
        assertThat(Api.together(2, () -> alice.api().post(path + contested + ways.removeFirst(), null)))
                .extracting(Answer::status)
                .containsExactlyInAnyOrder(200, 409);
        assertThat(alice.see(group).body().path("memberCount").asInt()).isBetween(2, 3);
    }

    @Test
    void aMessageHasTwoHundredCharactersAtMost() {
        String group = newUser().group();
        TestUser bob = newUser();
        String path = "/api/groups/" + group + "/join";

        assertThat(bob.api().post(path, Map.of("message", "雁".repeat(201))).status())
                .isEqualTo(400);
        assertThat(bob.api().post(path, "{\"message\":5}").status()).isEqualTo(400);
        assertThat(bob.api().post(path, Map.of("message", "雁".repeat(200))).status())
                .isEqualTo(202);
    }

    /// The database compares bytes, Java signed numbers.
    private int asTheDatabase(UUID one, UUID other) {
        return one.toString().compareTo(other.toString());
    }
}
