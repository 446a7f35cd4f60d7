package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.e2e.History.Line;
import dev.hongyan.e2e.History.Sending;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Somebody is forbidden to write while he writes as fast as he can: what he sends after the answer has no number.
@OnCluster
class RaceScenario {
    private static final int ROUNDS = 3;
    private static final int MANY_ROUNDS = 100;
    private static final int BEFORE = 30;
    private static final int AFTER = 30;
    /// How many sends may be unanswered at a time.
    private static final int IN_FLIGHT = 40;

    private final Stack stack;

    RaceScenario(Stack stack) {
        this.stack = stack;
    }

    /// The ways in which ann forbids ben to write.
    enum Way {
        MUTE,
        MUTE_ALL,
        REMOVE,
        DISSOLVE,
        BLOCK;

        Answer forbid(Group group, TestUser ann, TestUser ben) {
            return switch (this) {
                case MUTE -> group.mute(ann, ben);
                case MUTE_ALL -> group.muteAll(ann);
                case REMOVE -> group.remove(ann, ben);
                case DISSOLVE -> group.dissolve(ann);
                case BLOCK -> ann.api().put("/api/blocks/" + ben.id());
            };
        }

        /// The notice that tells of it; a block is told to nobody.
        String event() {
            return switch (this) {
                case MUTE -> "member-muted";
                case MUTE_ALL -> "everyone-muted";
                case REMOVE -> "member-removed";
                case DISSOLVE -> "group-dissolved";
                case BLOCK -> "";
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSentAfterTheAnswerHasNoNumber(Way way) {
        race(way, ROUNDS);
    }

    @Tag("prove")
    @ParameterizedTest
    @EnumSource
    void whatIsSentAfterTheAnswerHasNoNumberHoweverOftenItIsTried(Way way) {
        race(way, MANY_ROUNDS);
    }

    private void race(Way way, int rounds) {
        for (int round = 0; round < rounds; round++) {
            TestUser.Pair pair = TestUser.friends(stack);
            Group group =
                    way == Way.BLOCK ? new Group(pair.conversation(), pair.one()) : Group.of(pair.one(), pair.other());
            try (Device anns = pair.one().device().live();
                    Device bens = pair.other().device().live()) {
                new Race(way, group, pair, anns, bens, new History(), new AtomicInteger()).run();
                assertThat(anns.violations()).isEmpty();
                assertThat(bens.violations()).isEmpty();
            }
        }
    }

    private record Race(
            Way way, Group group, TestUser.Pair pair, Device anns, Device bens, History history, AtomicInteger sent) {

        void run() {
            Thread writing = Thread.startVirtualThread(() -> {
                while (!Thread.interrupted()) {
                    send();
                }
            });
            try {
                awaitSent(BEFORE);
                Group.done(() -> way.forbid(group, pair.one(), pair.other()));
                history.banned(group.id(), pair.other().id());
                awaitSent(sent.get() + AFTER);
            } finally {
                writing.interrupt();
                join(writing);
            }
            await("answers", () -> bens.unanswered() == 0);
            judge();
        }

        private void judge() {
            bens.answers().forEach((id, answer) -> {
                if (answer.path("op").asText().equals("sent")) {
                    history.acknowledged(id, answer.path("seq").asLong());
                }
            });
            assertThat(history.acknowledged()).as("sends before").isNotEmpty();
            assertThat(history.acknowledged().size()).as("all sends").isLessThan(sent.get());
            if (!way.event().isEmpty()) {
                await(way.event(), () -> isToldLast(anns) && isToldLast(bens));
            }
            List<Line> log = way == Way.DISSOLVE ? screen(anns) : History.readLog(pair.one(), group.id());
            history.log(group.id(), log);
            for (Device device : List.of(anns, bens)) {
                await("the end of the log", () -> device.store().top(group.id()) >= log.size());
                history.screen(group.id(), device == anns ? "ann's" : "ben's", screen(device));
            }
            assertThat(Checks.all(history)).isEmpty();
        }

        /// Nothing of the one who was forbidden comes after the notice.
        private boolean isToldLast(Device device) {
            List<Message> shown = device.store().shown(group.id());
            return !shown.isEmpty() && shown.getLast().event().equals(way.event());
        }

        private List<Line> screen(Device device) {
            return device.store().shown(group.id()).stream().map(Line::of).toList();
        }

        private void send() {
            if (bens.unanswered() >= IN_FLIGHT) {
                Thread.onSpinWait();
                return;
            }
            UUID id = Ids.v7();
            history.sent(new Sending(group.id(), id, pair.other().id(), "text " + id));
            bens.send(group.id(), id, "text " + id);
            sent.incrementAndGet();
        }

        private void awaitSent(int count) {
            await(count + " sends", () -> sent.get() >= count);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void await(String what, Supplier<Boolean> fits) {
        Awaitility.await(what)
                .atMost(Stack.SOON)
                .pollInterval(Duration.ofMillis(2))
                .until(fits::get);
    }
}
