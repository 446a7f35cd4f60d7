package dev.hongyan.message.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendLimitTest {
    private record Given(int burst, int perSecond) implements SendLimit.Config {}

    @ParameterizedTest
    @CsvSource({"0, 20", "200, 0", "-1, 20", "200, -1"})
    void settingThatCannotBeIsRefusedAtTheStart(int burst, int perSecond) {
        assertThatThrownBy(() -> new SendLimit(new Given(burst, perSecond), new SimpleMeterRegistry()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachUserHasABurstOfHisOwn() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        SendLimit limit = new SendLimit(new Given(2, 1), metrics);
        UUID fast = Ids.v7();

        limit.take(fast);
        limit.take(fast);
        assertThatThrownBy(() -> limit.take(fast)).isInstanceOf(ProblemException.class);
        limit.take(Ids.v7());
        assertThat(metrics.counter("im_ratelimit", "rule", "send").count()).isEqualTo(1);
    }
}
