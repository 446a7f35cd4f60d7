package dev.hongyan.message.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.message.ComponentTest;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@ComponentTest
class LogConfigTest {
    private static final MemorySize TWELVE_MEBIBYTES = new MemorySize(BigInteger.valueOf(12L << 20));

    @Inject
    LogConfig config;

    @Test
    void defaultsAreThoseOfTheReadme() {
        assertThat(config.lanes()).isEqualTo(2);
        assertThat(config.batchSize()).isEqualTo(1_000);
        assertThat(config.batchBytes().asLongValue()).isEqualTo(4L << 20);
        assertThat(config.queueSize()).isEqualTo(4_000);
        assertThat(config.queueBytes()).isEqualTo(TWELVE_MEBIBYTES);
        assertThat(config.deadline()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(config.patience()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.publisherBytes()).isEqualTo(TWELVE_MEBIBYTES);
        assertThat(config.sweepAfter()).isEqualTo(Duration.ofSeconds(2));
    }
}
