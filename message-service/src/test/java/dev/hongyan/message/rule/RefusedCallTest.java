package dev.hongyan.message.rule;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.World;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Calls that come before their group was made, in the midst of others.
@ComponentTest
class RefusedCallTest {
    private static final int PAIRS = 60;

    private UUID alice;
    private UUID bob;

    @BeforeEach
    void people() {
        alice = World.user("alice");
        bob = World.user("bob");
    }

    @Test
    void areRefusedByThemselvesAndAreNoFaultOfTheDatabase() throws Exception {
        double retriesBefore = retries();
        List<Future<Integer>> good = new ArrayList<>();
        List<Future<Integer>> early = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < PAIRS; i++) {
                UUID made = Ids.v7();
                good.add(threads.submit(() -> apply(
                        World.envelope(new GroupChanged(
                                made, World.nextVersion(), alice, "gulls", null, null, false, false, List.of(alice))),
                        joining(made))));
                early.add(threads.submit(() -> apply(joining(Ids.v7()))));
            }
        }

        for (Future<Integer> each : good) {
            assertThat(each.get()).isEqualTo(204);
        }
        for (Future<Integer> each : early) {
            assertThat(each.get()).isEqualTo(404);
        }
        assertThat(retries()).isEqualTo(retriesBefore);
    }

    private EventEnvelope joining(UUID group) {
        return World.envelope(new MemberChanged(group, bob, World.nextVersion(), alice, true, MemberRole.MEMBER, null));
    }

    private static int apply(EventEnvelope... events) {
        return World.apply(List.of(events)).statusCode();
    }

    /// Of transactions, for reasons that no database gives.
    private static double retries() {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("im_tx_retry_total{") && line.contains("sqlstate=\"none\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
