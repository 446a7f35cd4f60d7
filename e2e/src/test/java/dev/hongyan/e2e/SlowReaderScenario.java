package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Who reads too slowly loses his queue, not his messages, and holds nobody up.
@OnCluster
class SlowReaderScenario {
    /// More than the buffers of the operating system take, so that the slow one really is behind.
    private static final int MESSAGES = 250;
    private static final String LONG_TEXT = "雁".repeat(9_000);
    private static final int FAST_ONES = 3;
    private static final Duration FAST = Duration.ofMillis(500);

    private final Stack stack;

    SlowReaderScenario(Stack stack) {
        this.stack = stack;
    }

    @Test
    void aSlowReaderInABusyGroupHoldsNobodyUpAndMissesNothing() {
        TestUser ann = TestUser.register(stack);
        TestUser slow = TestUser.register(stack);
        TestUser[] others = new TestUser[FAST_ONES + 1];
        others[0] = slow;
        for (int i = 1; i <= FAST_ONES; i++) {
            others[i] = TestUser.register(stack);
        }
        Group group = Group.of(ann, others);
        List<Device> fast = new ArrayList<>();
        Session session = slow.login();
        long last = 0;
        try (Device anns = ann.device().live();
                SlowReader behind = SlowReader.connect(stack.cluster().push(), session.accessToken())) {
            for (int i = 1; i <= FAST_ONES; i++) {
                fast.add(others[i].device().live());
            }
            List<Duration> delays = new ArrayList<>();
            for (int i = 1; i <= MESSAGES; i++) {
                long begun = System.nanoTime();
                long seq = anns.sent(group.id(), i + LONG_TEXT);
                last = seq;
                fast.forEach(device -> awaitTop(device, group, seq));
                delays.add(Duration.ofNanos(System.nanoTime() - begun));
            }
            delays.sort(Duration::compareTo);
            Duration p99 = delays.get(MESSAGES * 99 / 100);
            System.out.printf(
                    "Beside a slow reader: sent and shown to %d others in %d ms (median), %d ms (99 of 100)%n",
                    FAST_ONES, delays.get(MESSAGES / 2).toMillis(), p99.toMillis());
            assertThat(p99).isLessThan(FAST);
            assertThat(behind.hurryTo("\"op\":\"lagged\""))
                    .as("the slow one is told that he lagged")
                    .isTrue();
            fast.forEach(device -> assertThat(device.violations()).isEmpty());
        } finally {
            fast.forEach(Device::close);
        }
        try (Device again = Device.connect(slow, session).stayConnected().live()) {
            awaitTop(again, group, last);
            List<String> said = IntStream.rangeClosed(1, MESSAGES)
                    .mapToObj(i -> i + LONG_TEXT)
                    .toList();
            assertThat(again.texts(group.id()).equals(said)).as("he holds all").isTrue();
            assertThat(again.violations()).isEmpty();
        }
    }

    private static void awaitTop(Device device, Group group, long seq) {
        Awaitility.await()
                .atMost(Stack.SOON)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> device.store().top(group.id()) >= seq);
    }
}
