package dev.hongyan.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final int MEMBERS = 3;
    private static final long SECOND = 1_000_000_000L;
    private final GroupLedger ledger = new GroupLedger(Ledger.runHalf(1_795_230_000_000L, 1));
    private final Phases phases = new Phases();
    private final Faults faults = new Faults();
    private final Tally tally = new Tally(MEMBERS, ledger, phases, faults);
    private final Phase phase = new Phase("test", 1, 0);

    TallyTest() {
        phases.enter(phase);
        ledger.plan(SECOND, 0);
        ledger.plan(SECOND, 1);
        phase.ended(2, SECOND);
    }

    @Test
    void aMessageIsFinishedWhenTheLastMemberHasIt() {
        tally.sent(id(0), 7, SECOND + 1_000_000);
        tally.delivered(0, 0, 7, SECOND + 2_000_000);
        tally.delivered(1, 0, 7, SECOND + 3_000_000);
        assertThat(tally.finished()).isZero();
        assertThat(phase.delivered().getTotalCount()).isZero();
        tally.delivered(2, 0, 7, SECOND + 9_000_000);
        assertThat(tally.finished()).isEqualTo(1);
        assertThat(tally.deliveries()).isEqualTo(3);
        assertThat(phase.delivered().getMaxValue()).isBetween(8_990L, 9_010L);
        assertThat(phase.sent().getTotalCount()).isEqualTo(1);
        assertThat(faults.counts()).isEmpty();
    }

    @Test
    void whatComesOnceTooOftenIsAFault() {
        tally.sent(id(0), 7, SECOND);
        for (int member = 0; member <= MEMBERS; member++) {
            tally.delivered(member % MEMBERS, 0, 7, SECOND);
        }
        assertThat(faults.counts()).containsEntry("delivered twice", 1L);
    }

    @Test
    void twoNumbersForOneMessageAreAFault() {
        tally.sent(id(0), 7, SECOND);
        tally.delivered(1, 0, 8, SECOND);
        assertThat(faults.counts()).containsEntry("answered with two numbers", 1L);
    }

    @Test
    void theSenderMustHaveItsAnswerFirstAndOthersNeedNot() {
        tally.delivered(1, 0, 7, SECOND);
        assertThat(faults.counts()).isEmpty();
        tally.delivered(0, 0, 7, SECOND);
        assertThat(faults.counts()).containsEntry("message before its sent", 1L);
    }

    @Test
    void anAnswerThatComesTwiceCountsOnce() {
        tally.sent(id(0), 7, SECOND);
        tally.sent(id(0), 7, SECOND);
        assertThat(tally.answered()).isEqualTo(1);
    }

    @Test
    void anAnswerToWhatNobodySentIsAFault() {
        tally.sent(UUID.randomUUID(), 1, SECOND);
        assertThat(faults.counts()).containsEntry("not of this run", 1L);
    }

    @Test
    void bystandersAreToldApartByWhenTheyWerePlannedAndNotByHowSlowTheyWere() {
        long millis = 1_000_000;
        Spans fanouts = new Spans();
        fanouts.add(100 * millis, 130 * millis);
        Spans deliveries = new Spans();
        deliveries.add(50 * millis, 51 * millis);
        deliveries.add(50 * millis, 500 * millis);
        deliveries.add(95 * millis, 96 * millis);
        deliveries.add(129 * millis, 131 * millis);
        deliveries.add(131 * millis, 132 * millis);
        assertThat(Rest.select(deliveries, fanouts, true).getTotalCount()).isEqualTo(2);
        assertThat(Rest.select(deliveries, fanouts, false).getTotalCount()).isEqualTo(3);
    }

    private UUID id(int index) {
        return new UUID(ledger.runHalf(), Long.MIN_VALUE | index);
    }
}
