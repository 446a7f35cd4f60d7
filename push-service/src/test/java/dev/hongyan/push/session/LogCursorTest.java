package dev.hongyan.push.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.push.messagelog.LogRun;
import dev.hongyan.push.messagelog.Runs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogCursorTest {
    private static final UUID CONVERSATION = UUID.randomUUID();

    private final List<Long> sent = new ArrayList<>();
    private final LogCursor cursor = new LogCursor(0);

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    private static LogRun run(long from, long to) {
        return Runs.of(CONVERSATION, from, to, "x");
    }

    private void record(LogRun run) {
        take(cursor.live(run));
        for (LogRun next = cursor.nextEarly(); next != null; next = cursor.nextEarly()) {
            take(next);
        }
    }

    private void take(@Nullable LogRun run) {
        if (run != null) {
            run.entries().forEach(entry -> sent.add(entry.seq()));
        }
    }

    private void pull(long head) {
        if (head > cursor.sent()) {
            take(cursor.pulled(run(cursor.sent() + 1, head)));
        }
        cursor.goLive();
    }

    @Test
    void whileItCatchesUpLiveRecordsAreOnlyNoted() {
        record(run(1, 3));

        assertThat(sent).isEmpty();
        assertThat(cursor.goLive()).isFalse();
        pull(3);
        assertThat(cursor.isLive()).isTrue();
        record(run(4, 4));
        assertThat(sent).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void whatCameTooEarlyFollowsWhenTheMissingPartComes() {
        cursor.goLive();
        record(run(3, 4));
        record(run(5, 5));
        assertThat(cursor.hasHole()).isTrue();

        record(run(1, 2));

        assertThat(sent).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(cursor.hasHole()).isFalse();
    }

    @Test
    void aHeadThatNoRecordHasBroughtIsAHole() {
        cursor.goLive();
        cursor.note(1);

        assertThat(cursor.hasHole()).isTrue();
    }

    /// Records are lost, doubled and swapped; holes and compared heads bring what is missing.
    @ParameterizedTest
    @MethodSource("seeds")
    void everythingComesOnceAndInOrderOverALossyWay(int seed) {
        Random random = new Random(seed);
        List<LogRun> onTheWay = new ArrayList<>();
        long head = 0;
        for (int step = 0; step < 200; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    long from = head + 1;
                    head += 1 + random.nextInt(4);
                    onTheWay.add(run(from, head));
                    if (random.nextInt(4) == 0) {
                        onTheWay.add(run(from, head));
                    }
                }
                case 3, 4, 5 -> {
                    if (!onTheWay.isEmpty()) {
                        Collections.swap(onTheWay, 0, random.nextInt(onTheWay.size()));
                        LogRun next = onTheWay.removeFirst();
                        if (random.nextInt(5) > 0) {
                            record(next);
                        }
                    }
                }
                case 6 -> {
                    cursor.note(head);
                    if (cursor.hasHole() && random.nextBoolean()) {
                        cursor.catchUp();
                    }
                }
                default -> pull(head);
            }
        }
        onTheWay.forEach(this::record);
        cursor.note(head);
        pull(head);

        assertThat(sent).isEqualTo(LongStream.rangeClosed(1, head).boxed().toList());
        assertThat(cursor.isLive()).isTrue();
    }
}
