package dev.hongyan.push.outlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long MILLISECOND = 1_000_000;

    private final Pacer pacer = new Pacer(15 * MILLISECOND);

    private int load(long from) {
        int window = 0;
        for (int i = 0; i < 200; i++) {
            window = pacer.flushed(from + i);
        }
        return window;
    }

    @Test
    void atRestNobodyWaits() {
        int window = pacer.flushed(100 * MILLISECOND);

        assertThat(pacer.mustWait(window, 101 * MILLISECOND)).isFalse();
    }

    @Test
    void underLoadASocketIsFlushedOnceInAWindow() {
        int window = load(100 * MILLISECOND);

        assertThat(pacer.mustWait(window, 105 * MILLISECOND)).isTrue();
        assertThat(pacer.untilNext(105 * MILLISECOND)).isEqualTo(10 * MILLISECOND);
        assertThat(pacer.mustWait(window - 1, 105 * MILLISECOND)).isFalse();
        assertThat(pacer.mustWait(window, 115 * MILLISECOND)).isFalse();
        assertThat(pacer.mustWait(window + 1, 116 * MILLISECOND)).isTrue();
    }

    @Test
    void theLoadPasses() {
        load(100 * MILLISECOND);
        int window = pacer.flushed(190 * MILLISECOND);

        assertThat(pacer.mustWait(window, 191 * MILLISECOND)).isFalse();
    }
}
