package dev.hongyan.push.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long MILLISECOND = 1_000_000;

    private final Pacer pacer = new Pacer(15 * MILLISECOND);

    @Test
    void atRestNobodyWaits() {
        pacer.flushed(0);

        assertThat(pacer.delay(0, MILLISECOND)).isZero();
    }

    @Test
    void underLoadASessionIsFlushedOnceAnInterval() {
        for (int i = 0; i < 200; i++) {
            pacer.flushed(i);
        }

        assertThat(pacer.delay(0, 5 * MILLISECOND)).isEqualTo(10 * MILLISECOND);
        assertThat(pacer.delay(0, 14 * MILLISECOND)).isEqualTo(MILLISECOND);
    }

    @Test
    void theLoadPasses() {
        for (int i = 0; i < 200; i++) {
            pacer.flushed(i);
        }

        assertThat(pacer.delay(90 * MILLISECOND, 91 * MILLISECOND)).isZero();
    }
}
