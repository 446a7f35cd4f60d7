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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Rules against messages that are on their way: when the call that forbids has been answered, nothing of the one whom
/// it concerns gets a number any more.
@ComponentTest
@Tag("prove")
class RaceTest {
    private static final int ROUNDS =
            Integer.getInteger("hongyan.race.rounds", Boolean.getBoolean("hongyan.prove") ? 1_000 : 50);
    private static final int AT_ONCE = 2;
    private static final int SENDERS = 3;
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);
    private static final Instant FAR = Instant.parse("2126-11-21T10:00:00Z");

    @Inject
    MessageLog log;

    @Test
    void nothingOfABlockedUserIsNumbered() {
        together(rounds -> {
            UUID alice = World.user("alice");
            UUID bob = World.user("bob");
            UUID carol = inAnotherLane(alice, bob);
            List<UUID> both = List.of(World.direct(alice, bob), World.direct(alice, carol));
            for (int round = 0; round < rounds; round++) {
                block(alice, bob, carol, false);
                race(alice, both, () -> block(alice, bob, carol, true));
            }
        });
    }

    private static UUID inAnotherLane(UUID alice, UUID bob) {
        UUID other = World.user("carol");
        while (AppendCall.lane(Ids.direct(alice, other), 2) == AppendCall.lane(Ids.direct(alice, bob), 2)) {
            other = World.user("carol");
        }
        return other;
    }

    private static void block(UUID user, UUID one, UUID other, boolean blocked) {
        World.applied(
                new BlockChanged(one, user, World.nextVersion(), blocked),
                new BlockChanged(other, user, World.nextVersion(), blocked));
    }

    @Test
    void nothingOfAMutedMemberIsNumbered() {
        together(rounds -> {
            UUID alice = World.user("alice");
            UUID bob = World.user("bob");
            TestGroup group = TestGroup.of(alice, bob);
            for (int round = 0; round < rounds; round++) {
                group.mute(alice, bob, null);
                race(bob, List.of(group.id()), () -> group.mute(alice, bob, FAR));
            }
        });
    }

    @Test
    void nothingOfAMemberIsNumberedWhenEveryoneIsMuted() {
        together(rounds -> {
            UUID alice = World.user("alice");
            UUID bob = World.user("bob");
            TestGroup group = TestGroup.of(alice, bob);
            for (int round = 0; round < rounds; round++) {
                group.muteAll(alice, false);
                race(bob, List.of(group.id()), () -> group.muteAll(alice, true));
            }
        });
    }

    @Test
    void nothingOfARemovedMemberIsNumbered() {
        together(rounds -> {
            UUID alice = World.user("alice");
            UUID bob = World.user("bob");
            TestGroup group = TestGroup.of(alice);
            for (int round = 0; round < rounds; round++) {
                group.add(alice, bob);
                race(bob, List.of(group.id()), () -> group.remove(alice, bob));
            }
        });
    }

    @Test
    void nothingIsNumberedInADissolvedGroup() {
        together(rounds -> {
            UUID alice = World.user("alice");
            UUID bob = World.user("bob");
            for (int round = 0; round < rounds; round++) {
                TestGroup group = TestGroup.of(alice, bob);
                race(bob, List.of(group.id()), () -> group.dissolve(alice));
            }
        });
    }

    /// The rounds are shared among some that race at once, each with people and groups of its own: one alone would
    /// mostly wait.
    private static void together(IntConsumer races) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Stream.generate(() -> CompletableFuture.runAsync(() -> races.accept(ROUNDS / AT_ONCE), threads))
                    .limit(AT_ONCE)
                    .toList()
                    .forEach(CompletableFuture::join);
        }
    }

    private void race(UUID sender, List<UUID> conversations, Runnable forbid) {
        Hammer hammer = new Hammer(sender, conversations);
        List<CompletableFuture<Void>> senders = Stream.generate(() -> CompletableFuture.runAsync(hammer, THREADS))
                .limit(SENDERS)
                .toList();
        often().until(() -> hammer.stored.get() > SENDERS);

        forbid.run();

        hammer.forbidden = true;
        String heads = World.heads(conversations);
        int calls = hammer.calls.get();
        often().until(() -> hammer.calls.get() > calls + 2 * SENDERS);
        hammer.stopped = true;
        senders.forEach(CompletableFuture::join);
        assertThat(hammer.storedAfter).hasValue(0);
        assertThat(World.heads(conversations)).isEqualTo(heads);
    }

    /// A round takes a few milliseconds, so looking ten times a second would be most of the test.
    private static ConditionFactory often() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
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
