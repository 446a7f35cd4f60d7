package dev.hongyan.redpacket.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.testing.Api;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SelfLinesTest extends RedPacketServiceTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @AfterEach
    void nothingWaitsForTheNextTest() {
        execute("delete from self_line");
    }

    /// Four pages of 300 have three seconds between them.
    @Test
    void theLinesOfACrowdAreCarriedAtAnEvenPace() {
        long begun = System.nanoTime();
        write(1_200);
        await().atMost(LONG).until(() -> waiting() == 0);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(2_500));
    }

    /// A twentieth of them a second, where 300 would take more than a minute.
    @Test
    void theMoreLinesWaitTheMoreAreCarried() {
        write(20_000);
        await().atMost(Duration.ofSeconds(20)).until(() -> waiting() < 12_000);
    }

    @Test
    void eachClaimOfACrowdIsToldOnce() {
        List<TestUser> people = newUsers(100);
        TestUser alice = rich(20_000);
        UUID group = Ids.v7();
        place(group, "group", Stream.concat(Stream.of(alice), people.stream()).toArray(TestUser[]::new));
        List<String> packets = Stream.generate(() -> alice.sent(group, "equal", 5_000, 100))
                .limit(4)
                .toList();
        ConcurrentLinkedQueue<Runnable> taps = new ConcurrentLinkedQueue<>();
        packets.forEach(id -> people.forEach(user -> taps.add(() -> Api.untilThere(() -> user.claim(id)))));

        Api.together(400, () -> {
            taps.remove().run();
            return true;
        });

        await().atMost(LONG).until(() -> waiting() == 0);
        for (TestUser user : people) {
            assertThat(messages(user.id()))
                    .extracting(line -> line.path("body").path("redPacket").asText())
                    .containsExactlyInAnyOrderElementsOf(packets);
        }
        assertThat(messages(alice.id())).hasSize(4);
    }

    /// message-service has stored a part of a page when the call ends in the midst of it.
    @Test
    void linesWhoseAnswerWasLostAreThereOnce() {
        List<UUID> people = Stream.generate(Ids::v7).limit(40).toList();
        UUID stuck = people.get(20);
        neighbours().put("/holding/" + stuck, "");
        write(people);
        await().atMost(LONG).until(() -> messages(people.get(0)).size() == 1);
        assertThat(waiting()).isEqualTo(40);

        neighbours().delete("/holding/" + stuck);
        await().atMost(LONG).until(() -> waiting() == 0);

        assertThat(people).allSatisfy(user -> assertThat(messages(user)).hasSize(1));
    }

    @Test
    void whatMessageServiceDoesNotTakeWaitsForIt() {
        UUID user = Ids.v7();
        neighbours().put("/away/append", "");
        write(List.of(user));
        neighbours().put("/refusing/" + user, "forbidden");
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(4)).until(() -> waiting() == 1);

        neighbours().delete("/away/append");
        await().atMost(LONG).until(() -> waiting() == 0);
        assertThat(messages(user)).isEmpty();
        neighbours().delete("/refusing/" + user);
    }

    private void write(int count) {
        execute("""
                insert into self_line (id, recipient, body)
                select gen_random_uuid(), gen_random_uuid(), '{"event":"red-packet-ended"}' from generate_series(1, %d)""".formatted(count));
    }

    private void write(List<UUID> recipients) {
        execute("""
                insert into self_line (id, recipient, body)
                select gen_random_uuid(), r, '{"event":"red-packet-ended"}' from unnest('{%s}'::uuid[]) r""".formatted(recipients.stream().map(UUID::toString).collect(Collectors.joining(","))));
    }

    private long waiting() {
        return number("select count(*) from self_line");
    }
}
