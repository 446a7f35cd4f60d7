package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `kill -9` in the middle of sends: what was acknowledged is there once, in one order, on every device.
@OnCluster
class KillScenario {
    private static final int UNANSWERED = 20;
    private static final int BURSTS_BEFORE = 10;
    private static final int BURSTS_INTO_THE_VOID = 5;
    private static final int BURSTS_AFTER = 10;
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private static final double LEAST_PER_SECOND = 500;

    private final Stack stack;

    KillScenario(Stack stack) {
        this.stack = stack;
    }

    @ParameterizedTest
    @ValueSource(strings = {Stack.MESSAGE_SERVICE, Stack.PUSH_SERVICE})
    void nothingAcknowledgedIsLostOrDoubled(String part) {
        killInTheMiddleOfSends(part);
    }

    @Tag("prove")
    @RepeatedTest(10)
    void nothingIsLostWithMessageServiceHoweverOftenItIsKilled() {
        killInTheMiddleOfSends(Stack.MESSAGE_SERVICE);
    }

    @Tag("prove")
    @RepeatedTest(10)
    void nothingIsLostWithPushServiceHoweverOftenItIsKilled() {
        killInTheMiddleOfSends(Stack.PUSH_SERVICE);
    }

    @Tag("prove")
    @ParameterizedTest
    @ValueSource(strings = {"gateway", "user-service", "kafka", "postgres"})
    void nothingIsLostWithAnyOtherPart(String part) {
        killInTheMiddleOfSends(part);
    }

    private void killInTheMiddleOfSends(String part) {
        try (Traffic traffic = Traffic.fast(stack)) {
            traffic.begin();
            traffic.awaitBursts(BURSTS_BEFORE);
            Rate rate = new Rate(traffic);
            traffic.awaitBursts(10);
            int unanswered = traffic.amidSends(UNANSWERED, () -> {
                rate.stop();
                stack.cluster().kill9(part);
            });
            assertThat(rate.perSecond()).as("sends a second up to the kill").isGreaterThanOrEqualTo(LEAST_PER_SECOND);
            assertThat(unanswered).isGreaterThanOrEqualTo(UNANSWERED);
            traffic.awaitBursts(BURSTS_INTO_THE_VOID);
            traffic.rest();
            stack.cluster().awaitReady();
            traffic.goOn();
            traffic.awaitBursts(BURSTS_AFTER);

            History history = traffic.end(RECOVERY);
            assertThat(history.acknowledged()).hasSize(traffic.sent());
            assertThat(Checks.all(history)).isEmpty();
            assertThat(traffic.violations()).isEmpty();
        }
    }

    /// How fast is sent, by the clock.
    private static final class Rate {
        private final Traffic traffic;
        private final int sentBefore;
        private final long since = System.nanoTime();
        private double perSecond;

        Rate(Traffic traffic) {
            this.traffic = traffic;
            sentBefore = traffic.sent();
        }

        void stop() {
            perSecond = (traffic.sent() - sentBefore) * 1e9 / (System.nanoTime() - since);
        }

        double perSecond() {
            return perSecond;
        }
    }
}
