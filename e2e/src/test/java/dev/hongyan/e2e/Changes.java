package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.Ids;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// Somebody who makes groups, fills them and takes members out again, whatever happens to the services.
/// What was answered with success must hold in the end, and no change may stand in the log twice.
final class Changes implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private final TestUser ann;
    private final TestUser ben;
    private final TestUser cat;
    private final Queue<Group> made = new ConcurrentLinkedQueue<>();
    private final Thread thread =
            Thread.ofVirtual().uncaughtExceptionHandler(this::ended).unstarted(this::work);
    private volatile boolean ending;
    private volatile @Nullable Throwable fault;

    Changes(Stack stack) {
        ann = TestUser.register(stack);
        ben = TestUser.register(stack);
        cat = TestUser.register(stack);
    }

    void begin() {
        thread.start();
    }

    /// Stops making groups and holds those that were made against what was answered.
    void end(Duration limit) {
        ending = true;
        try {
            assertThat(thread.join(limit))
                    .as("changes of groups come to an end")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        assertThat(fault).as("what ended the changes early").isNull();
        assertThat(made).as("groups that were made").isNotEmpty();
        for (Group group : made) {
            Awaitility.await("the changes of " + group.id()).atMost(limit).untilAsserted(() -> hold(group));
            ben.send(group.id(), Ids.v7(), "a member").expect(201);
        }
    }

    /// The notices are the difference of states: of what message-service learned of at one time they tell
    /// the end.
    private void hold(Group group) {
        group.history(cat).problem(404, "not-a-member");
        List<String> told = told(group);
        assertThat(told)
                .doesNotHaveDuplicates()
                .contains("in " + ann.id(), "in " + ben.id())
                .isSubsetOf(
                        "in " + ann.id(), "in " + ben.id(), "in " + cat.id(), "admin " + ben.id(), "out " + cat.id());
        assertThat(told.contains("in " + cat.id())).isEqualTo(told.contains("out " + cat.id()));
    }

    private void ended(Thread where, Throwable why) {
        // Also where the scenario fails before it asks.
        new IllegalStateException("changes ended early in " + where, why).printStackTrace();
        fault = why;
    }

    @Override
    public void close() {
        ending = true;
        thread.interrupt();
    }

    private void work() {
        while (!ending) {
            try {
                // A group whose making was not answered may be there or not; nothing was promised about it.
                Answer answer = Group.make(ann, "under way", ben);
                if (answer.status() / 100 == 2) {
                    Group group = Group.of(ann, answer);
                    untilDone(() -> group.add(ann, cat));
                    untilDone(() -> group.role(ann, ben, "admin"));
                    untilDone(() -> group.remove(ann, cat));
                    made.add(group);
                }
            } catch (UncheckedIOException notAnswered) {
                // Another one then.
            } catch (IllegalStateException e) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                throw e;
            }
            rest();
        }
    }

    private void untilDone(Supplier<Answer> change) {
        while (!isDone(change)) {
            rest();
        }
    }

    /// Of a change that got no answer it is unknown whether it was made; making it again changes nothing.
    private static boolean isDone(Supplier<Answer> change) {
        try {
            int status = change.get().status();
            return status / 100 == 2 || status == 404;
        } catch (UncheckedIOException notAnswered) {
            return false;
        }
    }

    private static void rest() {
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    /// What the notices say, one line for each member. In how many notices it is said depends on the way on
    /// which message-service learned of it.
    private List<String> told(Group group) {
        return group.history(ann)
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .map(item -> item.path("body"))
                .flatMap(Changes::lines)
                .toList();
    }

    private static Stream<String> lines(JsonNode body) {
        Stream<String> members = body.path("members").valueStream().map(JsonNode::asText);
        return switch (body.path("event").asText()) {
            case "group-created", "member-added" -> members.map(id -> "in " + id);
            case "member-removed" -> members.map(id -> "out " + id);
            case "role-changed" ->
                Stream.of(body.path("role").asText() + " " + body.path("user").asText());
            case "" -> Stream.empty();
            default -> Stream.of(body.toString());
        };
    }
}
