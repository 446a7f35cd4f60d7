package dev.hongyan.group.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.group.GroupServiceTest;
import dev.hongyan.group.TestUser;
import dev.hongyan.kit.testing.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class NicknameTest extends GroupServiceTest {
    @Test
    void isGivenByOneselfAndByAdmins() {
        TestUser alice = newUser();
        TestUser bob = newUser();
        TestUser carol = newUser();
        String group = alice.group(bob, carol);
        String path = "/api/groups/" + group + "/members/" + bob.id();
        int before = told(group).size();

        assertThat(bob.api().patch(path, Map.of("nickname", " Bobby ")).text("nickname"))
                .isEqualTo("Bobby");
        assertThat(alice.api().patch(path, Map.of("nickname", "B")).text("nickname"))
                .isEqualTo("B");
        assertThat(carol.api().patch(path, Map.of("nickname", "x")).problem()).isEqualTo("forbidden");
        assertThat(newUser().api().patch(path, Map.of("nickname", "x")).problem())
                .isEqualTo("not-a-member");
        assertThat(bob.api().patch(path, Map.of("nickname", "x".repeat(61))).status())
                .isEqualTo(400);
        assertThat(bob.api().patch(path, "").status()).isEqualTo(400);
        assertThat(alice.members(group))
                .filteredOn(member ->
                        member.path("user").path("id").asText().equals(bob.id().toString()))
                .extracting(member -> member.path("nickname").asText())
                .containsExactly("B");
        Answer cleared = bob.api().patch(path, "{\"nickname\":null}");
        assertThat(cleared.body().path("nickname").isNull()).isTrue();
        assertThat(told(group)).hasSize(before);
    }

    @Test
    void isGivenByNobodyToWhomHeDoesNotOutrank() {
        TestUser owner = newUser();
        TestUser admin = newUser();
        TestUser other = newUser();
        String group = owner.group(admin, other);
        owner.raise(group, admin, "admin");
        owner.raise(group, other, "admin");
        String members = "/api/groups/" + group + "/members/";

        for (TestUser above : List.of(owner, other)) {
            assertThat(admin.api()
                            .patch(members + above.id(), Map.of("nickname", "x"))
                            .problem())
                    .isEqualTo("forbidden");
        }
        for (TestUser himself : List.of(owner, admin)) {
            assertThat(himself.api()
                            .patch(members + himself.id(), Map.of("nickname", "me"))
                            .text("nickname"))
                    .isEqualTo("me");
        }
        assertThat(owner.api()
                        .patch(members + other.id(), Map.of("nickname", "o"))
                        .text("nickname"))
                .isEqualTo("o");
    }
}
