package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hongyan.launcher.Cluster;
import dev.hongyan.launcher.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// An upgrade without downtime: everything runs from older packages, two of each service; one instance
/// after the other is started anew from the present ones, whose migrations the older instances meet. Old
/// and new serve the same people side by side, on the same databases and the same broker, and nothing is
/// lost, doubled or out of order. The gateway, of which there is one here, comes last.
///
/// The older packages: a source tree of that version in which `./hongyan up` or `./mvnw package
/// -DskipTests` has been run, given as `-Dhongyan.old=DIR`.
@Tag("prove")
class UpgradeScenario {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int BURSTS = 30;
    private static final List<String> SERVICES = List.of(
            Stack.USER_SERVICE,
            Stack.MESSAGE_SERVICE,
            Stack.GROUP_SERVICE,
            Stack.REDPACKET_SERVICE,
            Stack.PUSH_SERVICE);

    @Test
    void oldAndNewServeTheSamePeopleSideBySide() {
        String given = System.getProperty("hongyan.old", "");
        assumeTrue(!given.isEmpty(), "no older packages are given: -Dhongyan.old=DIR");
        Path old = Path.of(given).toAbsolutePath();
        assertThat(Files.exists(old.resolve("message-service/target/quarkus-app/quarkus-run.jar")))
                .as("packages in " + old)
                .isTrue();
        Options options = Stack.options().instances(2);
        Path present = options.root();
        try (Stack stack = Stack.start(options.root(old));
                Traffic traffic = Traffic.slow(stack)) {
            traffic.begin();
            traffic.awaitBursts(BURSTS);
            for (int instance = 1; instance <= 2; instance++) {
                for (String service : SERVICES) {
                    startAnew(stack.cluster(), Stack.name(service, instance), present);
                }
                if (instance == 2) {
                    startAnew(stack.cluster(), "gateway", present);
                }
                // Half is old and half is new, and then all is new.
                traffic.awaitBursts(BURSTS);
                TestUser.Pair late = TestUser.friends(stack);
                Group group = Group.of(late.one(), late.other());
                group.say("made by both versions");
                assertThat(group.events(late.other())).contains("group-created");
            }
            traffic.longestOutage(LIMIT);
            History history = traffic.end(LIMIT);
            assertThat(Checks.all(history)).isEmpty();
            assertThat(traffic.violations()).isEmpty();
            assertThat(history.acknowledged()).hasSize(traffic.sent());
        }
    }

    private static void startAnew(Cluster cluster, String name, Path packages) {
        cluster.runFrom(name, packages);
        cluster.stop(name);
        cluster.start(name);
        cluster.awaitReady();
    }
}
