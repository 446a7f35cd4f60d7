package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What was granted with 200, 201 or 204 works for the very next call.
@OnCluster
class GrantScenario {
    private static final int WORKERS = 8;
    private static final int ROUNDS = 8;
    private static final int MANY_ROUNDS = 32;
    private static final int GRANTS_PER_ROUND = 4;
    /// On a busy machine a change may now and then be answered with 202: it will hold soon. One of so many.
    private static final int LATE_AT_MOST = 50;

    private final Stack stack;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger late = new AtomicInteger();

    GrantScenario(Stack stack) {
        this.stack = stack;
    }

    @Test
    void grantsInARowWorkForTheVeryNextCall() {
        grant(ROUNDS);
    }

    @Test
    @Tag("prove")
    void aThousandGrantsInARowWorkForTheVeryNextCall() {
        grant(MANY_ROUNDS);
    }

    private void grant(int rounds) {
        Parallel.run(WORKERS, _ -> work(rounds));
        assertThat(failures).isEmpty();
        int all = WORKERS * rounds * GRANTS_PER_ROUND;
        assertThat(late.get()).as("of %d grants answered with 202", all).isLessThanOrEqualTo(all / LATE_AT_MOST);
    }

    private void work(int rounds) {
        TestUser ann = TestUser.register(stack);
        TestUser ben = TestUser.register(stack);
        Group lasting = Group.of(ann);
        Group talk = Group.of(ann, ben);
        UUID direct = ann.direct(ben);
        for (int round = 0; round < rounds; round++) {
            befriendAndSend(ann, ben, direct);
            createAndSend(ann, ben);
            addAndRead(lasting, ann, ben);
            unmuteAndSend(talk, ann, ben);
        }
    }

    private void befriendAndSend(TestUser ann, TestUser ben, UUID direct) {
        UUID request = ann.requestFriendship(ben);
        if (held(ben.api().post("/api/friend-requests/" + request + "/accept"), 200)) {
            next(ann.send(direct, Ids.v7(), "friends"), 201);
            next(ben.send(direct, Ids.v7(), "friends"), 201);
        }
        Group.done(() -> ann.api().delete("/api/friends/" + ben.id()));
        next(ben.send(direct, Ids.v7(), "no friends"), 403);
    }

    private void createAndSend(TestUser ann, TestUser ben) {
        Answer made = Group.make(ann, "new", ben);
        if (held(made, 201)) {
            UUID id = Group.of(ann, made).id();
            next(ben.send(id, Ids.v7(), "a member from the first"), 201);
        }
    }

    private void addAndRead(Group group, TestUser ann, TestUser ben) {
        if (held(group.add(ann, ben), 200)) {
            next(group.history(ben), 200);
        }
        if (held(group.remove(ann, ben), 204)) {
            next(group.history(ben), 404);
        }
    }

    private void unmuteAndSend(Group group, TestUser ann, TestUser ben) {
        Group.done(() -> group.mute(ann, ben));
        next(ben.send(group.id(), Ids.v7(), "muted"), 403);
        if (held(group.unmute(ann, ben), 204)) {
            next(ben.send(group.id(), Ids.v7(), "unmuted"), 201);
        }
    }

    private boolean held(Answer answer, int status) {
        if (answer.status() == 202) {
            late.incrementAndGet();
            return false;
        }
        next(answer, status);
        return answer.status() == status;
    }

    private void next(Answer answer, int status) {
        if (answer.status() != status) {
            failures.add(
                    answer.request() + " answered " + answer.status() + " and not " + status + ": " + answer.body());
        }
    }
}
