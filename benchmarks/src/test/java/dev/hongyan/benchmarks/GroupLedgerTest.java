package dev.hongyan.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class GroupLedgerTest {
    private final GroupLedger ledger = new GroupLedger(Ledger.runHalf(1_795_230_000_000L, 2));

    @Test
    void keepsWhatWasPlannedOverManyMessages() {
        for (int i = 0; i < 20_000; i++) {
            ledger.plan(1_000L + i, i % 20);
            ledger.numbered(i, i + 7L);
        }
        assertThat(ledger.size()).isEqualTo(20_000);
        assertThat(ledger.planned(19_999)).isEqualTo(20_999);
        assertThat(ledger.sender(19_999)).isEqualTo(19);
        assertThat(ledger.seq(3)).isEqualTo(10);
        assertThat(ledger.numbered(3, 10)).isTrue();
        assertThat(ledger.numbered(3, 11)).isFalse();
    }

    @Test
    void knowsItsOwnIdsAndNoOthers() {
        ledger.plan(1, 0);
        assertThat(ledger.index(new UUID(ledger.runHalf(), Long.MIN_VALUE))).isZero();
        assertThat(ledger.index(new UUID(ledger.runHalf(), Long.MIN_VALUE | 1))).isEqualTo(-1);
        assertThat(ledger.index(UUID.randomUUID())).isEqualTo(-1);
    }

    @Test
    void aMembersLogHasAFirstAndALastNumberAndKnowsWhatCameBefore() {
        GroupLog log = new GroupLog(UUID.randomUUID(), 2);
        assertThat(log.take(0, 5, 100)).isZero();
        assertThat(log.take(0, 6, 110)).isEqualTo(5);
        assertThat(log.allHold(1)).isFalse();
        assertThat(log.take(1, 6, 120)).isZero();
        assertThat(log.begun()).isEqualTo(2);
        assertThat(log.allBegunAt()).isEqualTo(120);
        assertThat(log.allHold(6)).isTrue();
        assertThat(log.take(0, 4, 130)).isEqualTo(6);
        assertThat(log.first(0)).isEqualTo(5);
        assertThat(log.last(0)).isEqualTo(6);
        assertThat(log.head()).isEqualTo(6);
    }
}
