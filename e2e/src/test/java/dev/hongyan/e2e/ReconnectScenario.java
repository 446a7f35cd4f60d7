package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Very many sockets break at once and come back at once.
@OnCluster
class ReconnectScenario {
    private static final int SOME = 100;
    private static final int MANY = 2_000;
    private static final int GROUP_SIZE = 20;
    private static final String MISSED = "while you were away";
    private static final int AT_A_TIME = 8;
    private static final Duration ALL_BACK = Duration.ofSeconds(60);

    private final Stack stack;

    ReconnectScenario(Stack stack) {
        this.stack = stack;
    }

    @Test
    void allSocketsThatBreakAreBackAndCurrent() {
        dropAndComeBack(SOME, ReconnectScenario::breakAll);
    }

    @Test
    @Tag("prove")
    void twoThousandSocketsThatBreakAreBackAndCurrent() {
        dropAndComeBack(MANY, ReconnectScenario::breakAll);
    }

    @Test
    @Tag("prove")
    void twoThousandSocketsOfAKilledInstanceAreBackAndCurrent() {
        dropAndComeBack(MANY, _ -> stack.cluster().kill9(Stack.PUSH_SERVICE));
    }

    private static void breakAll(List<Device> devices) {
        devices.parallelStream().forEach(Device::disconnect);
    }

    private void dropAndComeBack(int count, Consumer<List<Device>> drop) {
        List<Group> groups = new ArrayList<>();
        List<Device> devices = new ArrayList<>();
        try {
            connect(count, groups, devices);
            long dropped = System.nanoTime();
            drop.accept(devices);
            groups.parallelStream()
                    .forEach(group ->
                            group.owner().send(group.id(), Ids.v7(), MISSED).expect(201));
            Awaitility.await("all to be back")
                    .atMost(ALL_BACK)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> notCurrent(devices, groups), List::isEmpty);
            Duration took = Duration.ofNanos(System.nanoTime() - dropped);
            System.out.printf(
                    "%d sockets were dropped at once; all were back and current after %d ms%n", count, took.toMillis());
            devices.forEach(device -> assertThat(device.violations()).isEmpty());
            devices.forEach(device -> assertThat(device.outages()).isNotEmpty());
        } finally {
            devices.parallelStream().forEach(Device::close);
        }
    }

    /// As many people, each with one device, in groups of 20.
    private void connect(int count, List<Group> groups, List<Device> devices) {
        TestUser[] users = new TestUser[count];
        Parallel.run(AT_A_TIME, worker -> {
            for (int i = worker; i < count; i += AT_A_TIME) {
                users[i] = TestUser.register(stack);
            }
        });
        for (int first = 0; first < count; first += GROUP_SIZE) {
            groups.add(Group.of(users[first], Arrays.copyOfRange(users, first + 1, first + GROUP_SIZE)));
        }
        for (TestUser user : users) {
            devices.add(user.device().live().stayConnected());
        }
    }

    /// What is wrong with those that are not back, in words.
    private static List<String> notCurrent(List<Device> devices, List<Group> groups) {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < devices.size(); i++) {
            Device device = devices.get(i);
            List<String> held = device.texts(groups.get(i / GROUP_SIZE).id());
            if (!device.isBack() || !held.equals(List.of(MISSED))) {
                wrong.add("device " + i + (device.isBack() ? " is back" : " is away") + " and holds " + held);
            }
        }
        return wrong;
    }
}
