package dev.hongyan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void givesNoPortTwice() {
        assertThat(IntStream.range(0, 500).map(_ -> Ports.free()).distinct()).hasSize(500);
    }
}
