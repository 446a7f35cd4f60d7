package dev.hongyan.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhaseTest {
    private static final int RATE = 1_000;

    @Test
    void aSteadyBacklogIsHeld() {
        assertThat(phase(30, 25, 40, 30, 28, 35, 31, 30, 29).held()).isTrue();
    }

    @Test
    void aGrowingBacklogIsNotHeld() {
        assertThat(phase(30, 60, 90, 120, 150, 180, 210, 240, 270).held()).isFalse();
    }

    @Test
    void aBacklogOfMoreThanASecondIsNotHeldHoweverSteady() {
        assertThat(phase(2_000, 2_000, 2_000, 2_000, 2_000, 2_000).held()).isFalse();
    }

    @Test
    void whoFellBehindForASecondHasNotHeldItThoughItCaughtUp() {
        assertThat(phase(10, 1_500, 900, 400, 100, 10).held()).isFalse();
    }

    @Test
    void aMessageWithoutAnAnswerIsNotHeld() {
        Phase phase = new Phase("test", RATE, 0);
        phase.ended(2, 1);
        phase.recordSent(1_000_000);
        assertThat(phase.held()).isFalse();
    }

    @Test
    void theSearchGoesUpWhileItIsHeldAndAnswersTheLastThatWas() {
        List<Integer> tried = new ArrayList<>();
        int highest = Search.highest(5_000, rate -> {
            tried.add(rate);
            return measurement(rate <= 6_100);
        });
        assertThat(tried).containsExactly(5_000, 5_500, 6_100, 6_700);
        assertThat(highest).isEqualTo(6_100);
    }

    @Test
    void theSearchGoesDownWhenTheFirstIsNotHeld() {
        assertThat(Search.highest(5_000, rate -> measurement(rate <= 4_200))).isEqualTo(4_100);
        assertThat(Search.highest(5_000, rate -> measurement(false))).isZero();
    }

    private static Measurement measurement(boolean held) {
        return new Measurement(held ? phase(1, 1, 1) : phase(1, 500, 5_000), Map.of(), 0);
    }

    private static Phase phase(int... backlog) {
        Phase phase = new Phase("test", RATE, 0);
        for (int each : backlog) {
            phase.sampleBacklog(each);
        }
        phase.ended(0, 1);
        return phase;
    }
}
