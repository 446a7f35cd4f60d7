package dev.hongyan.push.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendLimitTest {
    private static final long SECOND = 1_000_000_000L;

    private final SendLimit limit = new SendLimit(200, 20, 0);

    private int admitted(long now, int tries) {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            admitted += limit.take(now) == 0 ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void twoHundredAtOnceAndThenTwentyASecond() {
        assertThat(admitted(0, 250)).isEqualTo(200);
        assertThat(admitted(SECOND, 50)).isEqualTo(20);
        assertThat(admitted(2 * SECOND, 50)).isEqualTo(20);
    }

    @Test
    void sayHowLongToWait() {
        admitted(0, 200);

        assertThat(limit.take(0)).isEqualTo(50);
        assertThat(limit.take(49_000_000)).isBetween(1L, 3L);
        assertThat(limit.take(51_000_000)).isZero();
    }

    @Test
    void whoGoesOnAllTheSameIsTooFast() {
        admitted(0, 400);
        assertThat(limit.isTooFast()).isFalse();

        admitted(0, 1);
        assertThat(limit.isTooFast()).isTrue();
        assertThat(limit.isTooFast()).isFalse();
    }

    @Test
    void whoComesWhenHeWasToldToIsAdmittedHoweverManyWereTurnedAway() {
        admitted(0, 200);
        List<Long> turns = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            turns.add(limit.take(0) * 1_000_000);
        }

        assertThat(turns)
                .doesNotHaveDuplicates()
                .allSatisfy(turn -> assertThat(limit.take(turn)).isZero());
        assertThat(limit.isTooFast()).isFalse();
    }

    @Test
    void theTurnsThatWereGivenPass() {
        admitted(0, 400);
        admitted(10 * SECOND, 400);

        assertThat(limit.isTooFast()).isFalse();
    }

    @Test
    void whoSendsALittleTooFastForLongIsNotSentAway() {
        for (int second = 1; second < 1_000; second++) {
            admitted(second * SECOND, 35);
        }

        assertThat(limit.isTooFast()).isFalse();
    }
}
