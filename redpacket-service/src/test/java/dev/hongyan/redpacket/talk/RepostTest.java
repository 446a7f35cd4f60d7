package dev.hongyan.redpacket.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// After a restore of message-service packets and transfers agree with their messages.
@QuarkusTest
class RepostTest extends RedPacketServiceTest {
    private static final AtomicLong GENERATION = new AtomicLong(1);
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void aMessageThatTheRestoreLostIsWrittenAgainUnderItsId() {
        TestUser alice = rich(100);
        TestUser bob = newUser();
        UUID group = group(alice, bob);
        String packet = alice.sent(group, "lucky", 10, 1);
        String before = messages(group).getFirst().toString();
        neighbours().delete("/messages/" + group);

        restored(Instant.now().minusSeconds(60));

        await().atMost(SOON).until(() -> !messages(group).isEmpty());
        assertThat(messages(group)).singleElement().hasToString(before);
        assertThat(bob.claim(packet).status()).isEqualTo(201);
        assertThat(bob.balance()).isEqualTo(10);
    }

    @Test
    void aMessageThatIsThereStaysAsItIs() {
        TestUser alice = rich(100);
        UUID group = group(alice, newUser());
        String packet = alice.sent(group, "lucky", 10, 1);

        restored(Instant.now().minusSeconds(60));

        await().atMost(SOON).until(() -> seen() && waiting(packet) == 0);
        assertThat(messages(group)).hasSize(1);
    }

    @Test
    void aRefusalIsAskedAgainWhileMessageServiceHearsWhoIsThere() {
        TestUser alice = rich(100);
        UUID group = group(alice, newUser());
        String packet = alice.sent(group, "lucky", 10, 1);
        neighbours().delete("/messages/" + group);
        neighbours().put("/refusing/" + group, "not-a-member");

        restored(Instant.now().minusSeconds(60));
        await().atMost(SOON).until(() -> refused(packet) == 1);
        neighbours().delete("/refusing/" + group);

        await().atMost(SOON).until(() -> messages(group).size() == 1);
    }

    @Test
    void whatIsRefusedForADayHoldsNothingUpAndIsGivenUp() {
        TestUser alice = rich(100);
        UUID closed = group(alice, newUser());
        UUID open = group(alice, newUser());
        String refused = alice.sent(closed, "lucky", 10, 1);
        alice.sent(open, "lucky", 10, 1);
        neighbours().delete("/messages/" + closed);
        neighbours().delete("/messages/" + open);
        neighbours().put("/refusing/" + closed, "not-a-member");

        restored(Instant.now().minusSeconds(60));
        await().atMost(SOON).until(() -> refused(refused) == 1 && messages(open).size() == 1);
        execute("update repost set noted_at = noted_at - interval '1 day', due_at = clock_timestamp() where subject = '"
                + refused + "'");

        await().atMost(SOON).until(() -> waiting(refused) == 0);
        neighbours().delete("/refusing/" + closed);
        assertThat(messages(closed)).isEmpty();
    }

    @Test
    void lostMessagesComeBackInTheirOrderPacketsAndTransfersAlike() {
        TestUser alice = rich(100);
        TestUser bob = newUser();
        UUID direct = direct(alice, bob);
        alice.sent(direct, "lucky", 10, 1);
        alice.once().post("/api/transfers", Map.of("to", bob.id(), "amount", 20));
        alice.sent(direct, "lucky", 30, 1);
        List<JsonNode> before = messages(direct);
        assertThat(before).hasSize(3);
        neighbours().delete("/messages/" + direct);

        restored(Instant.now().minusSeconds(60));

        await().atMost(SOON).until(() -> messages(direct).size() == 3);
        assertThat(messages(direct)).isEqualTo(before);
    }

    @Test
    void whatNoMessageShowsIsNotAskedFor() {
        TestUser alice = rich(100);
        UUID group = group(alice, newUser());
        neighbours().put("/refusing/" + group, "muted-all");
        alice.send(group, "lucky", 10, 1);
        neighbours().delete("/refusing/" + group);

        restored(Instant.now().minusSeconds(60));

        await().atMost(SOON).until(this::seen);
        await().atMost(SOON).until(() -> number("select count(*) from repost") == 0);
        assertThat(messages(group)).isEmpty();
    }

    private void restored(Instant holdsUntil) {
        neighbours().put("/restored/" + GENERATION.incrementAndGet(), holdsUntil.toString());
    }

    private boolean seen() {
        return number("select count(*) from message_restoration where generation = " + GENERATION.get()) == 1;
    }

    /// It was asked for and is due again later.
    private long refused(String packet) {
        return number("select count(*) from repost where due_at > noted_at + interval '5 seconds' and subject = '"
                + packet + "'");
    }

    private long waiting(String packet) {
        return number("select count(*) from repost where subject = '" + packet + "'");
    }
}
