package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeviceStoreTest {
    private static final UUID CONVERSATION = new UUID(1, 1);
    private final DeviceStore store = new DeviceStore();

    @Test
    void showsEachNumberOnceAndInOrder() {
        store.take(message(1));
        store.take(message(2));
        store.take(message(1));
        assertThat(shown()).containsExactly(1L, 2L);
    }

    @Test
    void showsNothingBeyondAHoleUntilItIsFilled() {
        store.take(message(1));
        assertThat(store.take(message(3))).isFalse();
        assertThat(shown()).containsExactly(1L);
        store.take(message(2));
        assertThat(shown()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void takesAnAnsweredRangeAsWholeAlsoWhereNumbersAreMissing() {
        store.take(message(1));
        store.take(message(5));
        store.covered(CONVERSATION, List.of(message(2), message(4)), 4);
        assertThat(shown()).containsExactly(1L, 2L, 4L, 5L);
        assertThat(store.hasHole(CONVERSATION)).isFalse();
    }

    @Test
    void goesOnAfterAPageThatWasLeftOut() {
        store.leftOut(CONVERSATION, 300);
        assertThat(store.take(message(301))).isTrue();
        assertThat(shown()).containsExactly(301L);
    }

    private List<Long> shown() {
        return store.shown(CONVERSATION).stream().map(Message::seq).toList();
    }

    private static Message message(long seq) {
        return new Message(CONVERSATION, seq, new UUID(2, seq), null, Instant.EPOCH, "text", Json.object());
    }
}
