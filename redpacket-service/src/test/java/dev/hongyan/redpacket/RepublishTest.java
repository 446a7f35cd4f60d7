package dev.hongyan.redpacket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.Topics;
import dev.hongyan.contracts.redpacket.PacketChanged;
import dev.hongyan.contracts.redpacket.PacketState;
import dev.hongyan.contracts.redpacket.RedPacketEvent;
import dev.hongyan.contracts.redpacket.TransferChanged;
import dev.hongyan.contracts.redpacket.TransferState;
import dev.hongyan.kit.testing.PublishedEvents;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RepublishTest extends RedPacketServiceTest {
    @Test
    void theWorldIsToldOfEveryStateAndAgainWhenAsked() {
        Instant from = Instant.now();
        TestUser alice = rich(100);
        TestUser bob = newUser();
        UUID direct = direct(alice, bob);
        bob.claim(alice.sent(direct, "lucky", 10, 1));
        String transfer = alice.once()
                .post("/api/transfers", Map.of("to", bob.id(), "amount", 5))
                .text("id");
        bob.api().post("/api/transfers/" + transfer + "/accept", null);
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            assertThat(packets(direct))
                    .extracting(PacketChanged::state)
                    .containsExactly(PacketState.PENDING, PacketState.ACTIVE, PacketState.FINISHED);
            assertThat(packets(direct)).extracting(PacketChanged::version).containsExactly(1L, 2L, 3L);
            assertThat(transfers(direct))
                    .extracting(TransferChanged::state)
                    .containsExactly(TransferState.PENDING, TransferState.WAITING, TransferState.ACCEPTED);
        });

        var answer = service()
                .post(
                        "/internal/republish",
                        Map.of(
                                "from",
                                from.toString(),
                                "to",
                                Instant.now().plusSeconds(1).toString()));

        assertThat(answer.body().path("events").asInt()).isGreaterThanOrEqualTo(2);
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            assertThat(packets(direct)).hasSize(4);
            assertThat(packets(direct).getLast()).isEqualTo(packets(direct).get(2));
            assertThat(transfers(direct)).hasSize(4);
        });
    }

    private List<PacketChanged> packets(UUID conversation) throws IOException {
        return events(conversation).stream()
                .filter(PacketChanged.class::isInstance)
                .map(PacketChanged.class::cast)
                .toList();
    }

    private List<TransferChanged> transfers(UUID conversation) throws IOException {
        return events(conversation).stream()
                .filter(TransferChanged.class::isInstance)
                .map(TransferChanged.class::cast)
                .toList();
    }

    private List<RedPacketEvent> events(UUID conversation) throws IOException {
        List<RedPacketEvent> events = new ArrayList<>();
        for (DomainEvent event : PublishedEvents.of(Topics.REDPACKET)) {
            if (event instanceof RedPacketEvent of && of.conversation().equals(conversation)) {
                events.add(of);
            }
        }
        return events;
    }
}
