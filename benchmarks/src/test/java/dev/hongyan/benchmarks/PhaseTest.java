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
        Search.Result highest = Search.highest(5_000, 100, rate -> {
            tried.add(rate);
            return measurement(rate <= 6_100);
        });
        assertThat(tried).containsExactly(5_000, 5_500, 6_100, 6_700);
        assertThat(highest.rate()).isEqualTo(6_100);
        assertThat(highest.ended()).isTrue();
        assertThat(highest).hasToString("6100");
    }

    @Test
    void theSearchGoesDownWhenTheFirstIsNotHeld() {
        assertThat(Search.highest(5_000, 100, rate -> measurement(rate <= 4_200))
                        .rate())
                .isEqualTo(4_100);
        assertThat(Search.highest(5_000, 100, rate -> measurement(false)).rate())
                .isZero();
    }

    @Test
    void aSearchThatEndsBelowTheLimitSaysSo() {
        Search.Result highest = Search.highest(100, 10, rate -> measurement(true));
        assertThat(highest).hasToString("at least " + highest.rate());
    }

    @Test
    void aRateThatWasHeldOnceInTwoPhasesSaysSo() {
        List<Integer> tried = new ArrayList<>();
        Search.Result highest = Search.highest(5_000, 100, rate -> {
            tried.add(rate);
            return measurement(tried.size() == 2 || tried.size() == 3);
        });
        assertThat(tried).containsExactly(5_000, 4_500, 5_000, 5_500);
        assertThat(highest).hasToString("5000 (in 1 of 2 phases)");
    }

    @Test
    void lowRatesAreSearchedInStepsTheyCanTake() {
        List<Integer> tried = new ArrayList<>();
        var _ = Search.highest(20, 10, rate -> {
            tried.add(rate);
            return measurement(rate <= 40);
        });
        assertThat(tried).containsExactly(20, 30, 40, 50);
    }

    @Test
    void aMessageThatDidNotComeIsNotHeldThoughItWasAnswered() {
        Phase phase = new Phase("test", RATE, 0);
        phase.ended(2, 1);
        phase.recordSent(1_000_000);
        phase.recordSent(1_000_000);
        phase.recordDelivered(1_000_000);
        assertThat(phase.held()).isFalse();
        phase.recordDelivered(1_000_000);
        assertThat(phase.held()).isTrue();
    }

    @Test
    void whatComesLateCountsForThePhaseThatHadSentIt() {
        Phases phases = new Phases();
        Phase first = enter(phases, 0, 10);
        Phase second = enter(phases, 10, 20);
        Phase third = new Phase("third", RATE, 20);
        phases.enter(third);
        assertThat(phases.of(9)).isSameAs(first);
        assertThat(phases.of(10)).isSameAs(second);
        assertThat(phases.of(1_000)).isSameAs(third);
    }

    private static Phase enter(Phases phases, int from, int to) {
        Phase phase = new Phase("test", RATE, from);
        phases.enter(phase);
        phase.ended(to, 1);
        return phase;
    }

    private static Measurement measurement(boolean held) {
        return new Measurement(held ? phase(1, 1, 1) : phase(1, 500, 5_000), Map.of(), 0, 1, 0);
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
