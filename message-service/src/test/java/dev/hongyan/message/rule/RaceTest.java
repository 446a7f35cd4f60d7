package dev.hongyan.message.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.AppendAnswer.Stored;
import dev.hongyan.contracts.message.AppendCall;
import dev.hongyan.contracts.user.BlockChanged;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.TestGroup;
import dev.hongyan.message.World;
import dev.hongyan.message.log.MessageLog;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Rules against messages that are on their way: when the call that forbids has been answered, nothing of the one whom
/// it concerns gets a number any more.
@ComponentTest
@Tag("proof")
class RaceTest {
    private static final int ROUNDS =
            Integer.getInteger("hongyan.race.rounds", Boolean.getBoolean("hongyan.prove") ? 1_000 : 15);
    private static final int SENDERS = 3;
    private static final Instant FAR = Instant.parse("2126-11-21T10:00:00Z");

    @Inject
    MessageLog log;

    private UUID alice;
    private UUID bob;

    @BeforeEach
    void people() {
        alice = World.user("alice");
        bob = World.user("bob");
    }

    @Test
    void nothingOfABlockedUserIsNumbered() throws Exception {
        UUID other = World.user("carol");
        while (AppendCall.lane(Ids.direct(alice, other), 2) == AppendCall.lane(Ids.direct(alice, bob), 2)) {
            other = World.user("carol");
        }
        UUID inTheOtherLane = other;
        List<UUID> both = List.of(World.direct(alice, bob), World.direct(alice, other));
        for (int round = 0; round < ROUNDS; round++) {
            block(inTheOtherLane, false);
            race(alice, both, () -> block(inTheOtherLane, true));
        }
    }

    private void block(UUID other, boolean blocked) {
        World.applied(
                new BlockChanged(bob, alice, World.nextVersion(), blocked),
                new BlockChanged(other, alice, World.nextVersion(), blocked));
    }

    @Test
    void nothingOfAMutedMemberIsNumbered() throws Exception {
        TestGroup group = TestGroup.of(alice, bob);
        for (int round = 0; round < ROUNDS; round++) {
            group.mute(alice, bob, null);
            race(bob, List.of(group.id()), () -> group.mute(alice, bob, FAR));
        }
    }

    @Test
    void nothingOfAMemberIsNumberedWhenEveryoneIsMuted() throws Exception {
        TestGroup group = TestGroup.of(alice, bob);
        for (int round = 0; round < ROUNDS; round++) {
            group.muteAll(alice, false);
            race(bob, List.of(group.id()), () -> group.muteAll(alice, true));
        }
    }

    @Test
    void nothingOfARemovedMemberIsNumbered() throws Exception {
        TestGroup group = TestGroup.of(alice);
        for (int round = 0; round < ROUNDS; round++) {
            group.add(alice, bob);
            race(bob, List.of(group.id()), () -> group.remove(alice, bob));
        }
    }

    @Test
    void nothingIsNumberedInADissolvedGroup() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            TestGroup group = TestGroup.of(alice, bob);
            race(bob, List.of(group.id()), () -> group.dissolve(alice));
        }
    }

    private void race(UUID sender, List<UUID> conversations, Runnable forbid) throws InterruptedException {
        Hammer hammer = new Hammer(sender, conversations);
        List<Thread> threads = IntStream.range(0, SENDERS)
                .mapToObj(_ -> Thread.ofVirtual().start(hammer))
                .toList();
        await().until(() -> hammer.stored.get() > SENDERS);

        forbid.run();

        hammer.forbidden = true;
        String heads = heads(conversations);
        int calls = hammer.calls.get();
        await().until(() -> hammer.calls.get() > calls + 2 * SENDERS);
        hammer.stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(hammer.storedAfter).hasValue(0);
        assertThat(heads(conversations)).isEqualTo(heads);
    }

    private static String heads(List<UUID> conversations) {
        return World.service()
                .contentType("application/json")
                .body(Map.of("conversations", conversations))
                .post("/internal/heads")
                .jsonPath()
                .getString("heads");
    }

    /// Sends without end to all of the conversations.
    private final class Hammer implements Runnable {
        private final UUID sender;
        private final List<UUID> conversations;
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger stored = new AtomicInteger();
        private final AtomicInteger storedAfter = new AtomicInteger();
        private volatile boolean forbidden;
        private volatile boolean stopped;

        Hammer(UUID sender, List<UUID> conversations) {
            this.sender = sender;
            this.conversations = conversations;
        }

        @Override
        public void run() {
            while (!stopped) {
                boolean after = forbidden;
                List<AppendAnswer> answers = log.append(conversations.stream()
                                .map(conversation -> World.append(conversation, sender, "x"))
                                .toList())
                        .join();
                if (answers.stream().anyMatch(Stored.class::isInstance)) {
                    (after ? storedAfter : stored).incrementAndGet();
                }
                calls.incrementAndGet();
            }
        }
    }
}
