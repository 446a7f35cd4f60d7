package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One part after the other is killed or stopped while people write: nothing is lost, doubled or out of order, and all
/// of it works again by itself. [KillScenario] kills more precisely, amid a flood.
@OnCluster
class FaultsScenario {
    private static final List<String> ALL = List.of(
            Stack.GROUP_SERVICE,
            Stack.USER_SERVICE,
            "kafka",
            "postgres",
            Stack.PUSH_SERVICE,
            Stack.MESSAGE_SERVICE,
            "gateway");
    private static final List<String> KILLED = ALL.subList(0, 4);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final int BURSTS = 10;

    private final Stack stack;

    FaultsScenario(Stack stack) {
        this.stack = stack;
    }

    @Test
    void nothingIsLostWhicheverPartIsKilled() {
        amidTraffic(this::kill, KILLED.toArray(String[]::new));
    }

    @Test
    void nothingIsLostWhicheverPartIsStoppedForAMoment() {
        amidTraffic(part -> pause(part, SHORT), ALL.toArray(String[]::new));
    }

    @Tag("prove")
    @RepeatedTest(10)
    void nothingIsLostHoweverOftenAllPartsAreKilled() {
        amidTraffic(this::kill, ALL.toArray(String[]::new));
    }

    @Tag("prove")
    @ParameterizedTest
    @ValueSource(
            strings = {
                Stack.GROUP_SERVICE,
                Stack.USER_SERVICE,
                Stack.MESSAGE_SERVICE,
                Stack.PUSH_SERVICE,
                "kafka",
                "postgres",
                "gateway"
            })
    void nothingIsLostWhenAPartIsStoppedForTenSeconds(String part) {
        amidTraffic(each -> pause(each, LONG), part);
    }

    /// Does it to each of the parts while people write to each other and somebody makes groups.
    private void amidTraffic(Consumer<String> fault, String... parts) {
        stack.cluster().awaitReady(); // whatever the one before has left behind
        try (Traffic traffic = Traffic.slow(stack);
                Changes changes = new Changes(stack)) {
            traffic.begin();
            changes.begin();
            for (String part : parts) {
                traffic.awaitBursts(BURSTS);
                fault.accept(part);
            }
            traffic.awaitBursts(BURSTS);
            changes.end(RECOVERY);
            History history = traffic.end(RECOVERY);
            assertThat(history.acknowledged()).hasSize(traffic.sent());
            assertThat(Checks.all(history)).isEmpty();
            assertThat(traffic.violations()).isEmpty();
        }
    }

    private void kill(String part) {
        Long before = stack.cluster().pids().get(part);
        stack.cluster().kill9(part);
        Awaitility.await(part + " to be started again")
                .atMost(RECOVERY)
                .until(() -> !Objects.equals(stack.cluster().pids().get(part), before));
        stack.cluster().awaitReady();
    }

    private void pause(String part, Duration time) {
        stack.cluster().pause(part);
        try {
            Awaitility.await().pollDelay(time).atMost(time.multipliedBy(2)).until(() -> true);
        } finally {
            stack.cluster().resume(part);
        }
        stack.cluster().awaitReady();
    }
}
