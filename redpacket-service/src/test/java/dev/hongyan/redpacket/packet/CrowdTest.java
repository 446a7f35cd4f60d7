package dev.hongyan.redpacket.packet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.kit.testing.Api;
import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Many who tap at once.
@QuarkusTest
class CrowdTest extends RedPacketServiceTest {
    @Test
    void twoHundredOnAHundredSharesWithRepeatsEmptyItExactly() {
        TestUser alice = rich(20_000);
        List<TestUser> people = newUsers(200);
        UUID group = group(people.toArray(TestUser[]::new));
        place(group, "group", Stream.concat(Stream.of(alice), people.stream()).toArray(TestUser[]::new));
        String id = alice.sent(group, "lucky", 20_000, 100);
        ConcurrentLinkedQueue<TestUser> taps = new ConcurrentLinkedQueue<>();
        people.forEach(user -> taps.addAll(List.of(user, user)));

        Map<UUID, List<Answer>> answers = Api.together(400, () -> {
                    TestUser user = taps.remove();
                    return Map.entry(user.id(), user.claim(id));
                })
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));

        List<List<Answer>> paid = answers.values().stream()
                .filter(each -> each.getFirst().status() < 400)
                .toList();
        assertThat(paid).hasSize(100);
        assertThat(paid).allSatisfy(each -> {
            assertThat(each.get(0).body()).isEqualTo(each.get(1).body());
            assertThat(each).extracting(Answer::status).containsExactlyInAnyOrder(201, 200);
        });
        assertThat(answers.values())
                .filteredOn(each -> each.getFirst().status() >= 400)
                .allSatisfy(each -> assertThat(each).extracting(Answer::problem).containsOnly("red-packet-finished"));
        assertThat(paid.stream()
                        .mapToLong(each -> each.getFirst().body().path("amount").asLong())
                        .sum())
                .isEqualTo(20_000);
        assertThat(alice.see(id).text("state")).isEqualTo("finished");
    }

    @Test
    void aQuestionForAccessThatIsNotAnsweredOnceTurnsNobodyAway() {
        TestUser alice = rich(1_000);
        TestUser bob = newUser();
        String id = alice.sent(group(alice, bob), "equal", 1, 1);
        neighbours().put("/away/once", "");

        assertThat(bob.claim(id).status()).isEqualTo(201);
    }

    @Test
    void claimsOnManyPacketsThatMeetAreEachPaidOnce() {
        TestUser alice = rich(10_000);
        TestUser bob = newUser();
        TestUser carol = newUser();
        UUID group = group(alice, bob, carol);
        List<String> ids = Stream.generate(() -> alice.sent(group, "lucky", 100, 3))
                .limit(30)
                .toList();
        ConcurrentLinkedQueue<String> queue = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 6; i++) {
            queue.addAll(ids);
        }
        List<TestUser> people = List.of(alice, bob, carol);

        Api.together(180, () -> {
            TestUser user = people.get(ThreadLocalRandom.current().nextInt(3));
            return user.claim(queue.remove()).status();
        });
        people.forEach(
                user -> ids.forEach(id -> assertThat(user.claim(id).status()).isIn(200, 201)));

        assertThat(alice.balance() + bob.balance() + carol.balance()).isEqualTo(10_000);
        ids.forEach(id -> assertThat(alice.see(id).text("state")).isEqualTo("finished"));
    }

    @Test
    void theSameKeyAtTheSameMomentMakesOnePacket() {
        TestUser alice = rich(1_000);
        UUID group = group(alice, newUser());
        Api once = alice.once();

        List<Answer> answers = Api.together(
                10, () -> Api.untilThere(() -> once.post("/api/red-packets", TestUser.packet(group, "lucky", 100, 1))));

        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(answers)
                .extracting(answer -> answer.text("id"))
                .containsOnly(answers.getFirst().text("id"));
        assertThat(messages(group)).hasSize(1);
        assertThat(alice.balance()).isEqualTo(900);
    }

    @Test
    void whoSendsEverythingTwiceAtOnceSendsItOnce() {
        TestUser alice = rich(100);
        UUID group = group(alice, newUser());

        List<Answer> answers = Api.together(8, () -> alice.send(group, "lucky", 100, 1));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.problem().equals("insufficient-funds")))
                .hasSize(7);
        assertThat(alice.balance()).isZero();
    }

    @Test
    void aFrozenClaimerLeavesTheBatchBeforeSharesAreTaken() {
        TestUser alice = rich(300);
        List<TestUser> people = newUsers(4);
        UUID group = group(alice, people.get(0), people.get(1), people.get(2), people.get(3));
        people.get(0).topUp(1);
        execute("update account set frozen = true where id = '" + people.get(0).id() + "'");
        String id = alice.sent(group, "equal", 300, 3);
        ConcurrentLinkedQueue<TestUser> taps = new ConcurrentLinkedQueue<>(people);

        List<Answer> answers = Api.together(4, () -> taps.remove().claim(id));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(3);
        // Whose claim came into a batch after the others' finds the packet finished.
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .singleElement()
                .satisfies(answer -> assertThat(answer.problem()).isIn("account-frozen", "red-packet-finished"));
        assertThat(alice.see(id).text("state")).isEqualTo("finished");
        assertThat(people.get(0).balance()).isEqualTo(1);
    }
}
