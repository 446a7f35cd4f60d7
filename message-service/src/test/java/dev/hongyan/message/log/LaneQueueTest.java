package dev.hongyan.message.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.message.World;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LaneQueueTest {
    private final UUID one = Ids.v7();
    private final UUID other = Ids.v7();
    private final LaneQueue queue = new LaneQueue(4, 1_000_000);

    @Test
    void takesNoMoreThanItsBounds() {
        for (int i = 0; i < 4; i++) {
            assertThat(queue.offer(entry(one))).isTrue();
        }
        assertThat(queue.offer(entry(one))).isFalse();
        assertThat(new LaneQueue(4, 10).offer(entry(one))).isTrue();
    }

    @Test
    void cutsABatchByNumberAndByBytes() throws InterruptedException {
        List<Entry> entries = List.of(entry(one), entry(one), entry(one));
        entries.forEach(queue::offer);

        assertThat(queue.take(2, 1_000_000, 1)).containsExactly(entries.get(0), entries.get(1));
        assertThat(queue.take(2, 1, 1)).containsExactly(entries.get(2));
        assertThat(queue.take(2, 1, 1)).isEmpty();
    }

    @Test
    void keepsTheOrderOfAConversationOverParking() throws InterruptedException {
        List<Entry> entries = List.of(entry(one), entry(one), entry(other));
        entries.forEach(queue::offer);

        queue.park(one);
        Entry later = entry(one);
        queue.offer(later);

        assertThat(queue.take(10, 1_000_000, 1)).containsExactly(entries.get(2));
        queue.unpark(one);
        assertThat(queue.take(10, 1_000_000, 1)).containsExactly(entries.get(0), entries.get(1), later);
    }

    @Test
    void whatIsPutBackComesFirst() throws InterruptedException {
        Entry first = entry(one);
        Entry second = entry(one);
        queue.offer(first);
        List<Entry> taken = queue.take(1, 1_000_000, 1);
        queue.offer(second);

        queue.putBack(taken);

        assertThat(queue.take(10, 1_000_000, 1)).containsExactly(first, second);
    }

    @Test
    void callWaitsForWhatItsLaneHasAgain() throws Exception {
        Call call = new Call(1, Duration.ofMillis(50));
        Entry behind = new Entry(World.append(one, one, "x"), call, 0);
        queue.park(one);
        queue.offer(behind);
        queue.unpark(one);

        CompletableFuture<List<AppendAnswer>> answers = call.within(10, TimeUnit.SECONDS);
        await().during(Duration.ofMillis(300)).until(() -> !answers.isDone());
        behind.answer(new AppendAnswer.Refused(ProblemCode.MUTED));

        assertThat(answers.get()).containsExactly(new AppendAnswer.Refused(ProblemCode.MUTED));
    }

    @Test
    void callDoesNotWaitForWhatIsHeldBack() throws Exception {
        Call call = new Call(1, Duration.ofMillis(50));
        queue.park(one);
        queue.offer(new Entry(World.append(one, one, "x"), call, 0));

        assertThat(call.within(10, TimeUnit.SECONDS).get()).containsExactly(MessageLog.UNKNOWN);
    }

    private static Entry entry(UUID conversation) {
        return new Entry(World.append(conversation, conversation, "x"), new Call(1, Duration.ofSeconds(1)), 0);
    }
}
