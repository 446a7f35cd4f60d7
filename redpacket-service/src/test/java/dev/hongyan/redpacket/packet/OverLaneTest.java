package dev.hongyan.redpacket.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.kit.testing.Api.Answer;
import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.TestUser;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// With room for very few, who taps a packet that is over needs none of it.
@QuarkusTest
@TestProfile(FullQueueTest.Small.class)
class OverLaneTest extends RedPacketServiceTest {
    @Inject
    MeterRegistry metrics;

    @Test
    void whoTapsAPacketThatIsOverIsAnsweredWhileAllRoomIsTaken() {
        TestUser alice = rich(100);
        TestUser bob = newUser();
        TestUser carol = newUser();
        List<TestUser> crowd = newUsers(4);
        UUID group = group(alice, bob, carol, crowd.get(0), crowd.get(1), crowd.get(2), crowd.get(3));
        String over = alice.sent(group, "equal", 1, 1);
        Answer paid = bob.claim(over);
        assertThat(paid.status()).isEqualTo(201);
        await().until(() -> carol.claim(over).problem().equals("red-packet-finished"));
        List<String> held = List.of(alice.sent(group, "equal", 4, 4), alice.sent(group, "equal", 4, 4));
        List<Answer> waiting = new ArrayList<>();
        List<Answer> late = new ArrayList<>();
        holding("select 1 from packet where id in ('" + held.get(0) + "', '" + held.get(1) + "') for update", () -> {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<CompletableFuture<Answer>> taps = held.stream()
                        .flatMap(id -> crowd.stream()
                                .map(user -> CompletableFuture.supplyAsync(() -> user.claim(id), threads)))
                        .toList();
                await().until(() -> taps.stream().anyMatch(CompletableFuture::isDone));
                late.add(bob.claim(over));
                late.add(carol.claim(over));
                taps.forEach(tap -> waiting.add(tap.join()));
            }
        });
        assertThat(waiting).extracting(Answer::status).contains(429);
        assertThat(late.getFirst().status()).isEqualTo(200);
        assertThat(late.getFirst().body()).isEqualTo(paid.body());
        assertThat(late.getLast().problem()).isEqualTo("red-packet-finished");
        // Bob, who has his share, was refused nothing.
        assertThat(metrics.get("im_packet_refusal").timer().count()).isBetween(1L, 2L);
    }
}
