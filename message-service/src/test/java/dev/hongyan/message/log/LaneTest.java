package dev.hongyan.message.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.Append.Origin;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.AppendAnswer.Refused;
import dev.hongyan.contracts.message.AppendAnswer.Stored;
import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.contracts.message.MessageType;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.World;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ComponentTest
class LaneTest {
    @Inject
    MessageLog log;

    @Inject
    LogConnections connections;

    @Inject
    Acknowledged acknowledged;

    @Inject
    RecordPublisher publisher;

    @Inject
    LogMetrics logMetrics;

    @Inject
    LogConfig config;

    @Inject
    MeterRegistry metrics;

    private UUID alice;
    private UUID bob;
    private UUID conversation;

    @BeforeEach
    void people() {
        alice = World.user("alice");
        bob = World.user("bob");
        conversation = World.direct(alice, bob);
    }

    @Test
    void sixtyFourParallelSendersLeaveNoGapAndShareTransactions() {
        double batchesBefore = metrics.summary("im_append_batch_messages").count();

        List<CompletableFuture<List<AppendAnswer>>> calls = IntStream.range(0, 64)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> appendTwenty(i)))
                .toList();
        List<Long> numbers = calls.stream()
                .flatMap(call -> call.join().stream())
                .map(answer -> ((Stored) answer).seq())
                .toList();

        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(2, 1_281).boxed().toList());
        assertThat(metrics.summary("im_append_batch_messages").count() - batchesBefore)
                .isLessThan(200);
    }

    /// As callers do: what is to be tried again goes again, under the same ids.
    private List<AppendAnswer> appendTwenty(int sender) {
        List<Append> twenty = IntStream.range(0, 20)
                .mapToObj(j -> World.append(conversation, alice, sender + "/" + j))
                .toList();
        List<AppendAnswer> answers = log.append(twenty).join();
        for (int again = 0; again < 20 && answers.stream().anyMatch(AppendAnswer.Retry.class::isInstance); again++) {
            answers = log.append(twenty).join();
        }
        return answers;
    }

    @Test
    void parallelRepeatsOfOneSendAreOneMessage() {
        Append append = World.append(conversation, alice, "once");

        List<Stored> answers =
                IntStream.range(0, 32)
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> World.append(append)))
                        .toList()
                        .stream()
                        .map(answer -> (Stored) answer.join())
                        .toList();

        assertThat(answers).extracting(Stored::seq).containsOnly(2L);
        assertThat(answers).filteredOn(answer -> !answer.repeated()).hasSize(1);
    }

    @Test
    void textThatTheDatabaseRefusesHarmsNoOther() {
        List<Append> appends = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            appends.add(World.append(conversation, alice, "no " + i));
        }
        byte[] broken = "{\"type\":\"text\",\"body\":{\"text\":\"\u0000\"}}".getBytes(StandardCharsets.UTF_8);
        appends.set(
                4,
                new Append(
                        Origin.USER,
                        conversation,
                        Ids.v7(),
                        alice,
                        new MessageContent(MessageType.TEXT, broken, false)));

        List<AppendAnswer> answers = log.append(appends).join();

        assertThat(answers.get(4)).isEqualTo(new Refused(ProblemCode.INVALID_REQUEST));
        assertThat(answers.stream().filter(Stored.class::isInstance).map(answer -> ((Stored) answer).seq()))
                .containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void idOfTheFirstNoticeIsAConflictThatHarmsNoOther() throws Exception {
        UUID other = World.direct(bob, World.user("carol"));
        Append culprit =
                new Append(Origin.USER, conversation, Ids.derived(conversation, "begun"), alice, World.text("x"));
        List<Append> appends =
                List.of(World.append(other, bob, "1"), culprit, World.append(conversation, alice, "2"), culprit);
        double batchesBefore = metrics.summary("im_append_batch_messages").count();

        List<AppendAnswer> answers = inOneBatch(appends);

        Refused conflict = new Refused(ProblemCode.MESSAGE_CONFLICT);
        assertThat(answers.get(0)).isInstanceOf(Stored.class);
        assertThat(answers.get(1)).isEqualTo(conflict);
        assertThat(((Stored) answers.get(2)).seq()).isEqualTo(2);
        assertThat(answers.get(3)).isEqualTo(conflict);
        assertThat(metrics.summary("im_append_batch_messages").count() - batchesBefore)
                .isEqualTo(1);
        assertThat(World.append(culprit)).isEqualTo(conflict);
    }

    private List<AppendAnswer> inOneBatch(List<Append> appends) throws Exception {
        Call call = new Call(appends.size(), config.patience());
        try (BatchRunner runner = new BatchRunner(logOf(connections))) {
            List<Entry> left = runner.run(IntStream.range(0, appends.size())
                    .mapToObj(i -> new Entry(appends.get(i), call, i))
                    .toList());
            assertThat(left).isEmpty();
        }
        return call.within(1, TimeUnit.SECONDS).join();
    }

    private BatchRunner.Log logOf(LogConnections connections) {
        return new BatchRunner.Log(connections, acknowledged, publisher, logMetrics, config.deadline());
    }

    @Test
    void faultLeavesTheOutcomeUnknownAndTheLaneAlive() throws Exception {
        LogConnections faulty = new LogConnections("", Optional.empty(), Optional.empty(), 0) {
            @Override
            LogConnection open() {
                throw new StackOverflowError("a fault that no code foresees");
            }
        };
        Workers own = new Workers();
        Spare spare = new Spare(logOf(faulty), config, own);
        Lane lane = new Lane(9, config, logOf(faulty), spare, own);

        for (int i = 0; i < 2; i++) {
            Call call = new Call(1, config.patience());
            lane.offer(new Entry(World.append(conversation, alice, "x"), call, 0));
            await().atMost(Duration.ofSeconds(2))
                    .until(() -> call.within(1, TimeUnit.HOURS).isDone());
            assertThat(call.within(1, TimeUnit.SECONDS).join()).containsExactly(MessageLog.UNKNOWN);
        }
        Call parked = new Call(1, config.patience());
        spare.runAlone(List.of(new Entry(World.append(conversation, alice, "x"), parked, 0)), () -> {});
        assertThat(parked.within(2, TimeUnit.SECONDS).join()).containsExactly(MessageLog.UNKNOWN);
        assertThat(own.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);

        lane.stop();
        spare.stop();
        assertThat(own.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    }
}
