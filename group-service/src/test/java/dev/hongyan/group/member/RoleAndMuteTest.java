package dev.hongyan.group.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hongyan.contracts.group.GroupEvent;
import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.group.GroupServiceTest;
import dev.hongyan.group.TestUser;
import dev.hongyan.kit.testing.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RoleAndMuteTest extends GroupServiceTest {
    @Test
    void theOwnerAloneGivesAndTakesTheRoleOfAnAdmin() {
        TestUser owner = newUser();
        TestUser admin = newUser();
        TestUser plain = newUser();
        String group = owner.group(admin, plain);

        assertThat(owner.raise(group, admin, "admin").status()).isEqualTo(204);
        assertThat(admin.see(group).text("myRole")).isEqualTo("admin");
        for (TestUser other : List.of(admin, plain)) {
            for (String role : List.of("owner", "admin", "member")) {
                assertThat(other.raise(group, plain, role).problem()).isEqualTo("forbidden");
                assertThat(other.raise(group, owner, role).problem()).isEqualTo("forbidden");
            }
        }
        assertThat(newUser().raise(group, plain, "admin").problem()).isEqualTo("not-a-member");
        assertThat(owner.raise(group, newUser(), "admin").problem()).isEqualTo("not-found");
        assertThat(owner.raise(group, owner, "member").problem()).isEqualTo("owner-must-stay");
        assertThat(owner.raise(group, admin, "member").status()).isEqualTo(204);
        assertThat(owner.raise(group, admin, "member").status()).isEqualTo(204);
        assertThat(owner.raise(group, owner, "owner").status()).isEqualTo(204);

        assertThat(changes(group, admin))
                .extracting(MemberChanged::role)
                .containsExactly(MemberRole.ADMIN, MemberRole.MEMBER, MemberRole.MEMBER);
        assertThat(changes(group, admin)).extracting(MemberChanged::version).containsExactly(2L, 3L, 3L);
    }

    @Test
    void theOwnerHandsTheGroupOver() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.group(bob);

        assertThat(alice.raise(group, bob, "owner").status()).isEqualTo(204);

        UUID id = UUID.fromString(group);
        assertThat(told(group))
                .endsWith(
                        new MemberChanged(id, bob.id(), 2, alice.id(), true, MemberRole.OWNER, null),
                        new MemberChanged(id, alice.id(), 2, alice.id(), true, MemberRole.MEMBER, null));
        assertThat(bob.see(group).text("owner")).isEqualTo(bob.id().toString());
        assertThat(bob.see(group).text("myRole")).isEqualTo("owner");
        assertThat(alice.see(group).text("myRole")).isEqualTo("member");
        assertThat(alice.raise(group, bob, "member").problem()).isEqualTo("forbidden");
        assertThat(alice.leave(group).status()).isEqualTo(204);
        assertThat(bob.raise(group, alice, "owner").problem()).isEqualTo("not-found");
    }

    @Test
    void aMutedHeirMayWriteSinceNobodyCouldUnmuteHim() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.group(bob);
        alice.mute(group, bob);

        assertThat(alice.raise(group, bob, "owner").status()).isEqualTo(204);

        assertThat(changes(group, bob).getLast().mutedUntil()).isNull();
        assertThat(bob.members(group).getFirst().path("mutedUntil").isNull()).isTrue();
    }

    @Test
    void thereAreNoMoreAdminsThanThereMayBe() {
        TestUser alice = newUser();
        TestUser[] four = Stream.generate(this::newUser).limit(4).toArray(TestUser[]::new);
        TestUser fifth = newUser();
        String group = alice.group(four);
        alice.add(group, fifth);
        for (TestUser admin : four) {
            assertThat(alice.raise(group, admin, "admin").status()).isEqualTo(204);
        }

        Answer refused = alice.raise(group, fifth, "admin");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("limit-reached");
        assertThat(alice.raise(group, four[0], "admin").status()).isEqualTo(204);
        assertThat(alice.raise(group, four[0], "member").status()).isEqualTo(204);
        assertThat(alice.raise(group, fifth, "admin").status()).isEqualTo(204);
    }

    @Test
    void aRoleIsOneOfThree() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String path = "/api/groups/" + alice.group(bob) + "/members/" + bob.id() + "/role";
        for (String body :
                List.of("", "{}", "{\"role\":null}", "{\"role\":\"OWNER\"}", "{\"role\":\"x\"}", "{\"role\":1}")) {
            assertThat(alice.api().put(path, body).status()).as(body).isEqualTo(400);
        }
    }

    @Test
    void adminsMutePlainMembersAndTheOwnerAdminsToo() {
        TestUser owner = newUser();
        TestUser admin = newUser();
        TestUser other = newUser();
        TestUser plain = newUser();
        String group = owner.group(admin, other, plain);
        owner.raise(group, admin, "admin");
        owner.raise(group, other, "admin");

        assertThat(plain.mute(group, plain).problem()).isEqualTo("forbidden");
        assertThat(admin.mute(group, admin).problem()).isEqualTo("forbidden");
        assertThat(admin.mute(group, other).problem()).isEqualTo("forbidden");
        assertThat(admin.mute(group, owner).problem()).isEqualTo("forbidden");
        assertThat(owner.mute(group, owner).problem()).isEqualTo("forbidden");
        assertThat(owner.mute(group, newUser()).problem()).isEqualTo("not-found");
        assertThat(newUser().mute(group, plain).problem()).isEqualTo("not-a-member");
        assertThat(admin.mute(group, plain).status()).isEqualTo(204);
        assertThat(owner.mute(group, other).status()).isEqualTo(204);

        Instant until = changes(group, plain).getLast().mutedUntil();
        assertThat(until).isCloseTo(Instant.now().plus(10, ChronoUnit.MINUTES), within(1, ChronoUnit.MINUTES));
        assertThat(plain.members(group))
                .filteredOn(member -> member.path("mutedUntil").isTextual())
                .hasSize(2);
    }

    @Test
    void unmutingIsToldAndToldAgain() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.group(bob);
        String path = "/api/groups/" + group + "/members/" + bob.id() + "/mute";
        alice.mute(group, bob);

        assertThat(bob.api().delete(path).problem()).isEqualTo("forbidden");
        assertThat(alice.api().delete(path).status()).isEqualTo(204);
        assertThat(alice.api().delete(path).status()).isEqualTo(204);

        assertThat(changes(group, bob)).extracting(MemberChanged::version).containsExactly(2L, 3L, 3L);
        assertThat(changes(group, bob).getLast().mutedUntil()).isNull();
    }

    @Test
    void aMuteOutlivesLeavingAndComingBack() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String group = alice.openGroup();
        bob.join(group);
        alice.mute(group, bob);
        bob.leave(group);

        assertThat(bob.join(group).status()).isEqualTo(200);

        assertThat(changes(group, bob).getLast().mutedUntil()).isAfter(Instant.now());
    }

    @Test
    void aMuteLastsAMinuteAtLeastAndThirtyDaysAtMost() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        String path = "/api/groups/" + alice.group(bob) + "/members/" + bob.id() + "/mute";
        for (String minutes : List.of("0", "-1", "43201", "1.5", "\"10\"", "null", "true", "99999999999999")) {
            Answer answer = alice.api().put(path, "{\"minutes\":" + minutes + "}");
            assertThat(answer.status()).as(minutes).isEqualTo(400);
        }
        assertThat(alice.api().put(path, Map.of("minutes", 1)).status()).isEqualTo(204);
        assertThat(alice.api().put(path, Map.of("minutes", 43_200)).status()).isEqualTo(204);
    }

    private List<MemberChanged> changes(String group, TestUser user) {
        return told(group).stream()
                .filter(MemberChanged.class::isInstance)
                .map((GroupEvent event) -> (MemberChanged) event)
                .filter(event -> event.user().equals(user.id()))
                .toList();
    }
}
