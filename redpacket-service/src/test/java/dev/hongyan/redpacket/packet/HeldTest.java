package dev.hongyan.redpacket.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A row that somebody holds, or a message that does not get through, concerns its own packet and nobody else's.
@QuarkusTest
class HeldTest extends RedPacketServiceTest {
    private static final int PACKETS = 8;

    @Test
    void aPacketThatSomebodyHoldsKeepsNoOtherWaiting() {
        TestUser alice = rich(900);
        TestUser bob = newUser();
        TestUser carol = newUser();
        UUID group = group(alice, bob, carol);
        String held = alice.sent(group, "lucky", 100, 2);
        List<String> others = packets(alice, group);
        Answer first = carol.claim(held);
        holding("select 1 from packet where id = '" + held + "' for update", () -> {
            List<Answer> answers = together(
                    bob, Stream.concat(Stream.of(held, held), others.stream()).toList());
            assertThat(answers.getFirst().status()).isEqualTo(503);
            assertThat(answers.subList(2, answers.size()))
                    .extracting(Answer::status)
                    .containsOnly(201);
            Answer again = carol.claim(held);
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.body()).isEqualTo(first.body());
        });
        await().atMost(Duration.ofSeconds(10)).until(() -> bob.claim(held).status() < 300);
    }

    @Test
    void aWalletThatSomebodyHoldsKeepsNobodyElseWaiting() {
        TestUser alice = rich(900);
        TestUser bob = rich(1);
        TestUser carol = newUser();
        UUID group = group(alice, bob, carol);
        String id = alice.sent(group, "equal", 2, 2);
        List<String> others = packets(alice, group);
        holding("select 1 from account where id = '" + bob.id() + "' for update", () -> {
            assertThat(bob.claim(id).status()).isEqualTo(503);
            assertThat(carol.claim(id).status()).isEqualTo(201);
            assertThat(together(carol, others)).extracting(Answer::status).containsOnly(201);
            assertThat(bob.claim(id).status()).isEqualTo(503);
        });
        await().atMost(Duration.ofSeconds(10)).until(() -> bob.claim(id).status() < 300);
        assertThat(bob.balance()).isEqualTo(2);
    }

    @Test
    void aMessageThatHangsKeepsNoOtherPacketWaiting() {
        TestUser alice = rich(900);
        TestUser bob = newUser();
        UUID hanging = group(alice, bob);
        neighbours().put("/away/append", "");
        String pending = alice.sent(hanging, "lucky", 100, 1);
        neighbours().delete("/away/append");
        neighbours().put("/holding/" + hanging, "");
        List<String> others = packets(alice, group(alice, bob));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> bob.claim(pending), threads);

            assertThat(together(bob, others)).extracting(Answer::status).containsOnly(201);
            assertThat(waiting).isNotDone();
            neighbours().delete("/holding/" + hanging);
            assertThat(waiting.join().status()).isIn(201, 503);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> bob.claim(pending).status() == 200);
        assertThat(messages(hanging)).hasSize(1);
    }

    /// Enough that each lane has some of them.
    private static List<String> packets(TestUser sender, UUID group) {
        return Stream.generate(() -> sender.sent(group, "lucky", 100, 1))
                .limit(PACKETS)
                .toList();
    }

    private static List<Answer> together(TestUser user, List<String> packets) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            packets.forEach(id -> answers.add(CompletableFuture.supplyAsync(() -> user.claim(id), threads)));
            return answers.stream().map(CompletableFuture::join).toList();
        }
    }
}
