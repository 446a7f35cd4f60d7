package dev.hongyan.redpacket.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Between the escrow and the message: the packet is pending, pays nobody, and ends as active or void.
@QuarkusTest
class PendingTest extends RedPacketServiceTest {
    @Test
    void withMessageServiceAwayThePacketWaitsAndBecomesActiveByItself() {
        TestUser alice = rich(100);
        UUID group = group(alice, newUser());
        neighbours().put("/away/append", "");

        Answer made = alice.send(group, "lucky", 10, 1);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("state")).isEqualTo("pending");
        assertThat(alice.balance()).isEqualTo(90);
        neighbours().delete("/away/append");

        await().atMost(Duration.ofSeconds(15))
                .until(() -> alice.see(made.text("id")).text("state").equals("active"));
        assertThat(messages(group)).hasSize(1);
    }

    @Test
    void aClaimOnAPendingPacketRepeatsTheMessageFirst() {
        TestUser alice = rich(100);
        TestUser bob = newUser();
        UUID group = group(alice, bob);
        neighbours().put("/away/append", "");
        String id = alice.sent(group, "lucky", 10, 1);
        assertThat(bob.claim(id).status()).isEqualTo(503);
        assertThat(bob.balance()).isZero();
        neighbours().delete("/away/append");

        assertThat(bob.claim(id).status()).isEqualTo(201);
        assertThat(messages(group)).hasSize(1);
    }

    @Test
    void aMessageThatIsRefusedGivesTheMoneyBackAtOnce() {
        TestUser alice = rich(100);
        UUID group = group(alice, newUser());
        neighbours().put("/refusing/" + group, "muted-all");

        Answer answer = alice.send(group, "lucky", 10, 1);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem()).isEqualTo("muted-all");
        assertThat(alice.balance()).isEqualTo(100);
        assertThat(messages(group)).isEmpty();
        neighbours().delete("/refusing/" + group);
    }

    @Test
    void whatWasRefusedMeanwhileShowsAsReturnedAndItsKeyMayBeUsedAgain() {
        TestUser alice = rich(100);
        TestUser bob = newUser();
        UUID group = group(alice, bob);
        neighbours().put("/away/append", "");
        String id = alice.sent(group, "lucky", 10, 1);
        neighbours().put("/refusing/" + group, "not-a-member");
        neighbours().delete("/away/append");

        await().atMost(Duration.ofSeconds(15))
                .until(() -> alice.see(id).text("state").equals("void"));
        assertThat(alice.balance()).isEqualTo(100);
        assertThat(bob.claim(id).problem()).isEqualTo("red-packet-finished");
        neighbours().delete("/refusing/" + group);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(messages(alice.id()))
                        .singleElement()
                        .satisfies(line -> assertThat(
                                        line.path("body").path("state").asText())
                                .isEqualTo("void")));
    }

    @Test
    void whenMessageServiceStaysAwayAnAttemptAfterAMinuteIsTheLast() {
        TestUser alice = rich(100);
        UUID group = group(alice, newUser());
        neighbours().put("/away/append", "");
        String id = alice.sent(group, "lucky", 10, 1);
        assertThat(alice.see(id).text("state")).isEqualTo("pending");
        execute("update packet set funded_at = funded_at - interval '61 seconds' where id = '" + id + "'");

        await().atMost(Duration.ofSeconds(15))
                .until(() -> alice.see(id).text("state").equals("void"));
        assertThat(alice.balance()).isEqualTo(100);
        assertThat(number("select count(*) from movement where subject = '" + id + "'"))
                .isEqualTo(2);
    }

    @Test
    void whoClaimedIsAnsweredAgainAlsoWhileMessageServiceIsAway() {
        TestUser alice = rich(100);
        TestUser bob = newUser();
        UUID group = group(alice, bob);
        String id = alice.sent(group, "lucky", 10, 2);
        Answer first = bob.claim(id);
        neighbours().put("/away/message", "");

        assertThat(bob.claim(id).status()).isEqualTo(200);
        assertThat(bob.claim(id).body()).isEqualTo(first.body());
        assertThat(alice.claim(id).status()).isEqualTo(503);
    }
}
