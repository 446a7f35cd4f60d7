package dev.hongyan.group.joining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hongyan.kit.problem.ProblemException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final UUID group = UUID.randomUUID();

    @Test
    void whoWaitsTooLongIsToldToComeAgainAndThenGetsHisTurn() throws Exception {
        Turns turns = new Turns(Duration.ofMillis(50));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread first = Thread.ofVirtual()
                .start(() -> turns.await(group, () -> {
                    inside.countDown();
                    return awaited(done);
                }));
        inside.await();

        assertThatThrownBy(() -> turns.await(group, () -> true))
                .isInstanceOf(ProblemException.class)
                .hasMessage("unavailable");

        done.countDown();
        first.join();
        assertThat(turns.await(group, () -> "in")).isEqualTo("in");
    }

    @Test
    void aFailureOfOneEndsNoTurnOfTheNext() {
        Turns turns = new Turns(Duration.ofMillis(50));

        assertThatThrownBy(() -> turns.await(group, () -> {
                    throw new IllegalStateException("full");
                }))
                .hasMessage("full");

        assertThat(turns.await(group, () -> "in")).isEqualTo("in");
    }

    private static boolean awaited(CountDownLatch done) {
        try {
            done.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
