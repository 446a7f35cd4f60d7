package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// While message-service is away who may write is still changed; the changes hold soon after its return.
@OnCluster
class AwayScenario {
    private static final Duration AFTER_ITS_RETURN = Duration.ofSeconds(5);

    private final Stack stack;
    private final TestUser ann;
    private final TestUser ben;
    private final TestUser cat;

    AwayScenario(Stack stack) {
        this.stack = stack;
        ann = TestUser.register(stack);
        ben = TestUser.register(stack);
        cat = TestUser.register(stack);
    }

    @Test
    void whatIsChangedMeanwhileIsAcceptedAndHoldsWithinFiveSecondsOfItsReturn() {
        ann.befriend(cat);
        UUID annAndCat = ann.direct(cat);
        UUID annAndBen = ann.direct(ben);
        Group old = Group.of(ann, ben);
        Group doomed = Group.of(ann, ben);
        UUID friendship = ann.requestFriendship(ben);
        UUID[] made = new UUID[1];

        stack.without(Stack.MESSAGE_SERVICE, () -> {
            Answer answer = Group.make(ann, "made meanwhile", ben).expect(202);
            made[0] = Group.of(ann, answer).id();
            old.add(ann, cat).expect(202);
            old.mute(ann, ben).expect(202);
            doomed.dissolve(ann).expect(202);
            ben.api().post("/api/friend-requests/" + friendship + "/accept").expect(202);
            cat.api().put("/api/blocks/" + ann.id()).expect(202);
        });
        long back = System.nanoTime();
        Supplier<Duration> left = () -> AFTER_ITS_RETURN.minusNanos(System.nanoTime() - back);

        holds(left, () -> ben.send(made[0], Ids.v7(), "in the new group"), 201);
        holds(left, () -> cat.send(old.id(), Ids.v7(), "in the old one"), 201);
        holds(left, () -> ben.send(old.id(), Ids.v7(), "muted"), 403);
        holds(left, () -> ann.send(doomed.id(), Ids.v7(), "is anybody here?"), 404);
        holds(left, () -> ben.send(annAndBen, Ids.v7(), "friends"), 201);
        holds(left, () -> ann.send(annAndCat, Ids.v7(), "blocked"), 403);
        assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(AFTER_ITS_RETURN);
    }

    private static void holds(Supplier<Duration> left, Supplier<Answer> attempt, int status) {
        Awaitility.await()
                .atMost(left.get())
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> attempt.get().expect(status));
    }
}
