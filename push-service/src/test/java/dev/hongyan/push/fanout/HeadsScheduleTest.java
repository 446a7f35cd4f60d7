package dev.hongyan.push.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.push.fanout.HeadsSchedule.Scope;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeadsScheduleTest {
    private static final Duration FETCHING = Duration.ofMillis(300);
    private static final Duration SILENT = Duration.ofSeconds(3);

    private final HeadsSchedule schedule = new HeadsSchedule(0);

    private static long seconds(double seconds) {
        return (long) (seconds * 1_000_000_000L);
    }

    private void trusted() {
        assertThat(schedule.next(0, FETCHING, false)).isEqualTo(Scope.ALL);
        schedule.compared(Scope.ALL, 0);
    }

    @Test
    void everythingIsComparedBeforeAnythingElse() {
        assertThat(schedule.next(0, FETCHING, false)).isEqualTo(Scope.ALL);
    }

    @Test
    void whileRecordsComeAPartIsComparedAtATime() {
        trusted();

        assertThat(schedule.next(seconds(0.5), FETCHING, false)).isEqualTo(Scope.NOTHING);
        assertThat(schedule.next(seconds(1), FETCHING, false)).isEqualTo(Scope.PART);
        schedule.compared(Scope.PART, seconds(1));
        assertThat(schedule.next(seconds(1.5), FETCHING, false)).isEqualTo(Scope.NOTHING);
    }

    @Test
    void withoutFetchesEverythingIsComparedAtOnceAndThenEveryTwoSeconds() {
        trusted();

        assertThat(schedule.next(seconds(0.5), SILENT, false)).isEqualTo(Scope.ALL);
        schedule.compared(Scope.ALL, seconds(0.5));
        assertThat(schedule.next(seconds(1), SILENT, false)).isEqualTo(Scope.NOTHING);
        assertThat(schedule.next(seconds(2.5), SILENT, false)).isEqualTo(Scope.ALL);
    }

    @Test
    void recordsThatComeLateAreNotTrustedEither() {
        trusted();

        assertThat(schedule.next(seconds(0.2), FETCHING, true)).isEqualTo(Scope.ALL);
    }

    @Test
    void whenItIsOverEverythingIsComparedOnceMore() {
        trusted();
        schedule.next(seconds(1), SILENT, false);
        schedule.compared(Scope.ALL, seconds(1));
        schedule.next(seconds(2), SILENT, false);

        assertThat(schedule.next(seconds(3), FETCHING, false)).isEqualTo(Scope.ALL);
        schedule.compared(Scope.ALL, seconds(3));
        assertThat(schedule.next(seconds(5), FETCHING, false)).isEqualTo(Scope.PART);
    }

    @Test
    void aFailedComparisonIsTriedAgain() {
        schedule.failed(Scope.ALL, 0);

        assertThat(schedule.next(seconds(0.5), FETCHING, false)).isEqualTo(Scope.NOTHING);
        assertThat(schedule.next(seconds(2), FETCHING, false)).isEqualTo(Scope.ALL);
    }

    @Test
    void whatIsLostWhileEverythingIsComparedIsNotForgotten() {
        assertThat(schedule.next(0, FETCHING, false)).isEqualTo(Scope.ALL);
        schedule.lostTrack();
        schedule.compared(Scope.ALL, 0);

        assertThat(schedule.next(seconds(0.1), FETCHING, false)).isEqualTo(Scope.ALL);
        schedule.compared(Scope.ALL, seconds(0.1));
        assertThat(schedule.next(seconds(1.2), FETCHING, false)).isEqualTo(Scope.PART);
    }

    @Test
    void aResetIsNotWaitedFor() {
        trusted();
        schedule.lostTrack();

        assertThat(schedule.next(seconds(0.1), FETCHING, false)).isEqualTo(Scope.ALL);
    }
}
