package dev.hongyan.redpacket.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
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
        await().atMost(SOON).until(() -> waiting(packet) == 1);
        neighbours().delete("/refusing/" + group);

        await().atMost(SOON).until(() -> messages(group).size() == 1);
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

    private long waiting(String packet) {
        return number("select count(*) from repost where subject = '" + packet + "'");
    }
}
