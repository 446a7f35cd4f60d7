package dev.hongyan.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger(Ledger.runHalf(1_795_230_000_000L, 0xabc));

    @Test
    void keepsWhatWasPlannedOverManyMessages() {
        for (int i = 0; i < 200_000; i++) {
            ledger.plan(1_000L + i, i % 777, i & 1);
        }
        assertThat(ledger.size()).isEqualTo(200_000);
        assertThat(ledger.planned(150_001)).isEqualTo(151_001);
        assertThat(ledger.conversation(150_001)).isEqualTo(150_001 % 777);
        assertThat(ledger.senderSide(150_001)).isEqualTo(1);
    }

    @Test
    void countsEachAnswerAndDeliveryOnce() {
        int index = ledger.plan(1, 2, 1);
        assertThat(ledger.acknowledge(index, 9)).isTrue();
        assertThat(ledger.acknowledge(index, 10)).isFalse();
        assertThat(ledger.seq(index)).isEqualTo(9);
        assertThat(ledger.deliver(index, 0)).isTrue();
        assertThat(ledger.deliver(index, 0)).isFalse();
        assertThat(ledger.delivered(index, 1)).isFalse();
        assertThat(ledger.senderSide(index)).isEqualTo(1);
    }

    @Test
    void knowsItsOwnIds() {
        int index = ledger.plan(1, 2, 0);
        assertThat(ledger.isOurs(ledger.id(index))).isTrue();
        assertThat(ledger.isOurs(ledger.id(index + 1))).isFalse();
        assertThat(ledger.isOurs(UUID.randomUUID())).isFalse();
        assertThat(ledger.id(index).version()).isEqualTo(7);
    }

    @Test
    void framesCarryTheIdOfTheirIndexAndTextsOfTheRightSize() {
        Bodies bodies = new Bodies(1, ledger.runHalf());
        for (int index : new int[] {0, 1, 65_535, 1_000_000}) {
            String frame = new String(
                    bodies.send(index, new UUID(1, 2).toString().getBytes(StandardCharsets.US_ASCII)),
                    StandardCharsets.UTF_8);
            assertThat(frame).startsWith("{\"op\":\"send\",\"id\":\"" + ledger.id(index) + "\"");
            String text = frame.substring(frame.indexOf("text\":\"") + 7, frame.length() - 3);
            assertThat(text.getBytes(StandardCharsets.UTF_8).length).isBetween(100, 400);
        }
    }
}
