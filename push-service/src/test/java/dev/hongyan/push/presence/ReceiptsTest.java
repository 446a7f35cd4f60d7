package dev.hongyan.push.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
    private final UUID conversation = Ids.v7();
    private final Trace trace = Trace.continuing(null);
    private Instant now = Instant.parse("2026-11-22T06:00:00Z");
    private final Receipts receipts = new Receipts(() -> now);

    @Test
    void whoHoldsMoreOfTheRecordThanBeforeIsCounted() {
        receipts.expect(conversation, 5, 9, trace);
        assertThat(receipts.reached(conversation, 3, 4)).isEmpty();
        assertThat(receipts.reached(conversation, 4, 7)).hasSize(1);
        assertThat(receipts.reached(conversation, 7, 12)).hasSize(1);
        assertThat(receipts.reached(conversation, 9, 12)).isEmpty();
        assertThat(receipts.reached(Ids.v7(), 4, 9)).isEmpty();
    }

    @Test
    void whoComesBackAfterAMinuteHoldsItFromElsewhere() {
        receipts.expect(conversation, 5, 5, trace);
        now = now.plus(Receipts.PATIENCE);
        assertThat(receipts.reached(conversation, 4, 5)).hasSize(1);
        now = now.plus(Duration.ofMillis(1));
        assertThat(receipts.reached(conversation, 4, 5)).isEmpty();
    }

    @Test
    void ofALargeGroupTheFirstReceiptsAreEnough() {
        receipts.expect(conversation, 5, 5, trace);
        for (int i = 0; i < Receipts.MOST_RECEIPTS; i++) {
            assertThat(receipts.reached(conversation, 4, 5)).hasSize(1);
        }
        assertThat(receipts.reached(conversation, 4, 5)).isEmpty();
    }

    @Test
    void theOldestGoesWhenThereAreTooMany() {
        receipts.expect(conversation, 5, 5, trace);
        for (int i = 1; i < Receipts.MOST; i++) {
            receipts.expect(Ids.v7(), 1, 1, trace);
        }
        assertThat(receipts.reached(conversation, 4, 5)).hasSize(1);
        receipts.expect(Ids.v7(), 1, 1, trace);
        assertThat(receipts.reached(conversation, 4, 5)).isEmpty();
    }

    @Test
    void whatIsNotRecordedIsNotExpected() {
        receipts.expect(conversation, 5, 5, null);
        assertThat(receipts.reached(conversation, 4, 5)).isEmpty();
    }
}
