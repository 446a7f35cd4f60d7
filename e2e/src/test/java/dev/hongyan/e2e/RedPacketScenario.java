package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Red packets and transfers as people meet them, through all services.
@OnCluster
class RedPacketScenario {
    private final TestUser ann;
    private final TestUser ben;
    private final TestUser cat;
    private final Group group;

    RedPacketScenario(Stack stack) {
        ann = TestUser.register(stack);
        ben = TestUser.register(stack);
        cat = TestUser.register(stack);
        group = Group.of(ann, ben, cat);
        topUp(ann, 10_000);
    }

    @Test
    void aPacketReachesTheGroupAndItsProgressAllWhoSeeIt() {
        try (Device anns = ann.device().live();
                Device bens = ben.device().live();
                Device cats = cat.device().live()) {
            JsonNode packet = send(ann, group.id(), "lucky", 1_000, 3);
            String id = packet.path("id").asText();
            assertThat(packet.path("state").asText()).isEqualTo("active");
            for (Device device : List.of(anns, bens, cats)) {
                Message shown = device.awaitMessage(
                        group.id(),
                        message -> message.body().path("redPacket").asText().equals(id));
                assertThat(shown.sender()).isEqualTo(ann.id());
            }
            long paid = 0;
            for (TestUser user : List.of(ben, ann, cat)) {
                paid += claim(user, id).expect(201).json().path("amount").asLong();
            }
            assertThat(paid).isEqualTo(1_000);
            for (Device device : List.of(anns, bens, cats)) {
                Awaitility.await()
                        .atMost(Stack.SOON)
                        .until(() -> device.inbox().all("packet").stream()
                                .anyMatch(frame ->
                                        frame.path("redPacket").asText().equals(id)
                                                && frame.path("state").asText().equals("finished")
                                                && frame.path("claimedCount").asInt() == 3));
                assertThat(device.violations()).isEmpty();
            }
            bens.awaitMessage(ben.id(), message -> message.event().equals("red-packet-claimed"));
            anns.awaitMessage(ann.id(), message -> message.event().equals("red-packet-ended"));
        }
    }

    @Test
    void whoLeftMayNotClaimAndWhoClaimedKeepsHisAnswer() {
        String id = send(ann, group.id(), "equal", 30, 3).path("id").asText();
        JsonNode first = claim(ben, id).expect(201).json();
        Group.done(() -> group.remove(ann, ben));
        Group.done(() -> group.remove(ann, cat));
        assertThat(claim(ben, id).expect(200).json()).isEqualTo(first);
        claim(cat, id).problem(404, "not-a-member");
        cat.api().get("/api/red-packets/" + id).problem(404, "not-a-member");
        Group.done(() -> group.add(ann, cat));
        claim(cat, id).expect(201);
    }

    @Test
    void whoIsMutedSendsNoPacketAndLosesNoMoney() {
        topUp(ben, 100);
        Group.done(() -> group.mute(ann, ben));
        ben.api()
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/api/red-packets", body(group.id(), "lucky", 100, 1))
                .problem(403, "muted");
        assertThat(balance(ben)).isEqualTo(100);
        String id = send(ann, group.id(), "lucky", 10, 1).path("id").asText();
        claim(ben, id).expect(201);
    }

    @Test
    void aCrowdEmptiesAPacketToTheLastFen() {
        Queue<TestUser> people = new ConcurrentLinkedQueue<>(
                Stream.generate(() -> TestUser.register(ann.stack())).limit(12).toList());
        people.forEach(user -> Group.done(() -> group.join(user)));
        String id = send(ann, group.id(), "lucky", 777, 10).path("id").asText();
        Queue<TestUser> taps = new ConcurrentLinkedQueue<>();
        people.forEach(user -> taps.addAll(List.of(user, user)));

        Parallel.run(24, _ -> claim(taps.remove(), id));

        JsonNode packet = ann.api().get("/api/red-packets/" + id).expect(200).json();
        assertThat(packet.path("state").asText()).isEqualTo("finished");
        assertThat(people.stream().mapToLong(RedPacketScenario::balance).sum()).isEqualTo(777);
        assertThat(packet.path("seed").asText()).hasSize(64);
    }

    @Test
    void aTransferReachesAFriendToWhomNobodyHasWritten() {
        ann.befriend(ben);
        try (Device bens = ben.device().live()) {
            JsonNode transfer = ann.api()
                    .with("Idempotency-Key", UUID.randomUUID().toString())
                    .post("/api/transfers", Json.object(Map.of("to", ben.id().toString(), "amount", 250, "note", "饭钱")))
                    .expect(201)
                    .json();
            UUID conversation = UUID.fromString(transfer.path("conversation").asText());
            Message shown = bens.awaitMessage(
                    conversation, message -> message.body().path("amount").asLong() == 250);
            assertThat(shown.body().path("note").asText()).isEqualTo("饭钱");
            ben.api()
                    .post("/api/transfers/" + transfer.path("id").asText() + "/accept")
                    .expect(200);
            assertThat(balance(ben)).isEqualTo(250);
        }
        ann.api()
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/api/transfers", Json.object(Map.of("to", cat.id().toString(), "amount", 1)))
                .problem(403, "not-friends");
        ann.api()
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .post(
                        "/api/transfers",
                        Json.object(Map.of("to", UUID.randomUUID().toString(), "amount", 1)))
                .problem(400, "invalid-request");
    }

    private static JsonNode send(TestUser user, UUID conversation, String kind, long total, int count) {
        return user.api()
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/api/red-packets", body(conversation, kind, total, count))
                .expect(201)
                .json();
    }

    private static JsonNode body(UUID conversation, String kind, long total, int count) {
        return Json.object(
                Map.of("conversation", conversation.toString(), "kind", kind, "total", total, "count", count));
    }

    private static Answer claim(TestUser user, String packet) {
        return user.api().post("/api/red-packets/" + packet + "/claims");
    }

    private static void topUp(TestUser user, long fen) {
        user.api()
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/api/wallet/top-ups", Json.object(Map.of("amount", fen)))
                .expect(201);
    }

    private static long balance(TestUser user) {
        return user.api().get("/api/wallet").expect(200).json().path("balance").asLong();
    }
}
