package dev.hongyan.group.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.group.GroupServiceTest;
import dev.hongyan.group.TestUser;
import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ConcurrencyTest extends GroupServiceTest {
    @Test
    void fiftyWhoJoinAndLeaveAtOnceKeepCountsAndVersionsTrue() {
        TestUser owner = newUser();
        String group = owner.openGroup();
        ConcurrentLinkedQueue<TestUser> people = new ConcurrentLinkedQueue<>(
                Stream.generate(this::newUser).limit(50).toList());
        AtomicInteger stayed = new AtomicInteger();

        Api.together(50, () -> {
            TestUser user = people.remove();
            boolean stays = stayed.getAndIncrement() % 2 == 0;
            assertThat(Api.untilThere(() -> user.join(group)).status()).isEqualTo(200);
            assertThat(Api.untilThere(() -> user.leave(group)).status()).isEqualTo(204);
            if (stays) {
                assertThat(Api.untilThere(() -> user.join(group)).status()).isEqualTo(200);
            }
            return user;
        });

        assertThat(owner.see(group).body().path("memberCount").asInt()).isEqualTo(26);
        assertThat(owner.members(group)).hasSize(26);
        Map<UUID, List<Long>> versions = told(group).stream()
                .filter(MemberChanged.class::isInstance)
                .map(event -> (MemberChanged) event)
                .filter(event -> !event.user().equals(owner.id()))
                .collect(Collectors.groupingBy(
                        MemberChanged::user, Collectors.mapping(MemberChanged::version, Collectors.toList())));
        assertThat(versions).hasSize(50);
        assertThat(versions.values())
                .allSatisfy(of -> assertThat(of.stream().distinct().sorted().toList())
                        .isEqualTo(IntStream.rangeClosed(
                                        1, (int) of.stream().distinct().count())
                                .mapToObj(Long::valueOf)
                                .toList()));
        assertThat(versions.values().stream().filter(of -> of.contains(3L))).hasSize(25);
    }

    @Test
    void aCrowdAtTheDoorGetsInWithoutAskingTwice() {
        TestUser owner = newUser();
        String group = owner.openGroup();
        ConcurrentLinkedQueue<TestUser> people = new ConcurrentLinkedQueue<>(
                Stream.generate(this::newUser).limit(25).toList());
        owner.group(people.toArray(TestUser[]::new)); // nobody has to ask who they are any more

        List<Answer> answers = Api.together(25, () -> people.remove().join(group));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(owner.see(group).body().path("memberCount").asInt()).isEqualTo(26);
    }

    @Test
    void theSamePersonWhoIsAddedByManyAtOnceJoinsOnce() {
        TestUser owner = newUser();
        TestUser bob = newUser();
        String group = owner.group();

        List<Answer> answers = Api.together(10, () -> Api.untilThere(() -> owner.add(group, bob)));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(owner.see(group).body().path("memberCount").asInt()).isEqualTo(2);
        assertThat(told(group))
                .filteredOn(event ->
                        event instanceof MemberChanged changed && changed.user().equals(bob.id()))
                .extracting(event -> event.version())
                .containsOnly(1L);
    }

    @Test
    void theLastPlaceIsTakenByOne() {
        TestUser owner = newUser();
        String group = owner.openGroup();
        owner.add(group, Stream.generate(this::newUser).limit(58).toArray(TestUser[]::new));
        ConcurrentLinkedQueue<TestUser> people = new ConcurrentLinkedQueue<>(
                Stream.generate(this::newUser).limit(10).toList());

        List<Answer> answers = Api.together(10, () -> {
            TestUser user = people.remove();
            return Api.untilThere(() -> user.join(group));
        });

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.problem().equals("group-full")))
                .hasSize(9);
        assertThat(owner.see(group).body().path("memberCount").asInt()).isEqualTo(60);
    }

    @Test
    void ofTwoAdminsWhoRemoveTheSameBothSucceedAndOneDoesIt() {
        TestUser owner = newUser();
        TestUser admin = newUser();
        TestUser bob = newUser();
        String group = owner.group(admin, bob);
        owner.raise(group, admin, "admin");
        ConcurrentLinkedQueue<TestUser> admins = new ConcurrentLinkedQueue<>(List.of(owner, admin));

        List<Answer> answers = Api.together(2, () -> {
            TestUser remover = admins.remove();
            return Api.untilThere(() -> remover.remove(group, bob));
        });

        assertThat(answers).extracting(Answer::status).containsOnly(204);
        assertThat(owner.see(group).body().path("memberCount").asInt()).isEqualTo(2);
        assertThat(told(group))
                .filteredOn(event ->
                        event instanceof MemberChanged changed && changed.user().equals(bob.id()) && !changed.member())
                .extracting(event -> event.version())
                .containsOnly(2L);
    }

    @Test
    void aGroupThatIsHandedToTwoAtOnceHasOneOwner() {
        TestUser owner = newUser();
        TestUser bob = newUser();
        TestUser carol = newUser();
        String group = owner.group(bob, carol);
        ConcurrentLinkedQueue<TestUser> heirs = new ConcurrentLinkedQueue<>(List.of(bob, carol));

        List<Answer> answers = Api.together(2, () -> {
            TestUser heir = heirs.remove();
            return Api.untilThere(() -> owner.raise(group, heir, "owner"));
        });

        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(204, 403);
        assertThat(owner.members(group))
                .filteredOn(member -> member.path("role").asText().equals("owner"))
                .hasSize(1);
    }
}
