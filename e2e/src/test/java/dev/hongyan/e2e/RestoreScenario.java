package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.Ids;
import dev.hongyan.launcher.Backup;
import dev.hongyan.launcher.Options;
import dev.hongyan.launcher.Restore;
import dev.hongyan.launcher.Service;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The drill: message-service alone is put back to what it was before people went on talking, joining and
/// paying. No number ever carries two contents, devices come to hold what the log holds, packets agree with
/// their messages, and the books agree with themselves.
class RestoreScenario {
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final long TOPPED_UP = 10_000;

    /// What was ever seen under a number of a conversation, on a screen or in the log.
    private final Map<String, UUID> seen = new HashMap<>();

    private final List<String> twice = new ArrayList<>();

    @Test
    void messageServiceAlonePutBackAgreesWithDevicesAndMoneyAgain(@TempDir Path folder) {
        Options options = Stack.options();
        Path backup = folder.resolve("backup");
        Stack before = Stack.start(options);
        TestUser.Pair pair = TestUser.friends(before);
        TestUser ann = pair.one();
        TestUser ben = pair.other();
        TestUser joiner = TestUser.register(before);
        TestUser kicked = TestUser.register(before);
        Group group = Group.of(ann, ben, kicked);
        UUID direct = pair.conversation();
        List<String> packets = new ArrayList<>();
        topUp(ann);

        try (Device anns = ann.device().live().stayConnected();
                Device bens = ben.device().live().stayConnected()) {
            try (before) {
                anns.sent(direct, "kept");
                packets.add(packet(ann, direct));
                packets.add(packet(ann, group.id()));
                whileTalking(ann, group.id(), () -> new Backup(options.home(), backup).run());
                anns.sent(direct, "lost");
                bens.sent(group.id(), "lost too");
                Group.done(() -> group.join(joiner));
                Group.done(() -> group.remove(ann, kicked));
                joiner.send(group.id(), Ids.v7(), "lost with him").expect(201);
                packets.add(packet(ann, direct));
                String claimed = packet(ann, group.id());
                packets.add(claimed);
                claim(ben, claimed);
                packets.add(packet(ann, group.id()));
                bens.awaitMessage(direct, "lost");
                bens.awaitMessage(group.id(), "lost with him");
                look(anns, bens);
            }
            Restore.of(options.home(), backup, Service.MESSAGE).run();

            CompletableFuture<Answer> knocking = CompletableFuture.supplyAsync(() -> firstAnswer(kicked, group));
            try (Stack after = Stack.start(options)) {
                knocking.join().problem(404, "not-a-member");
                Awaitility.await().atMost(RECOVERY).until(() -> anns.isBack() && bens.isBack());
                anns.sent(direct, "anew");
                bens.sent(group.id(), "anew");
                Awaitility.await()
                        .atMost(RECOVERY)
                        .untilAsserted(() ->
                                packets.forEach(packet -> assertThat(shows(ann, packet, direct, group.id()))
                                        .as(packet)
                                        .isOne()));
                joiner.send(group.id(), Ids.v7(), "still here").expect(201);
                for (UUID conversation : List.of(direct, group.id())) {
                    assertConverged(ann, conversation, anns, bens);
                }
                look(anns, bens);
                assertThat(twice).isEmpty();
                Stream.of(packets.getFirst(), packets.getLast()).forEach(packet -> claim(ben, packet));
                assertBooks(after);
            }
        }
    }

    /// What he is told who tries to write while everything starts, as soon as there is somebody to answer.
    private static Answer firstAnswer(TestUser writer, Group group) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> writer.send(group.id(), Ids.v7(), "still here?"), answer -> answer.status() < 500);
    }

    /// Everybody is still writing while the backup is made.
    private static void whileTalking(TestUser writer, UUID conversation, Runnable deed) {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> talk = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                writer.send(conversation, Ids.v7(), "meanwhile").expect(201);
            }
        });
        try {
            deed.run();
        } finally {
            done.set(true);
        }
        talk.join();
    }

    private void assertConverged(TestUser reader, UUID conversation, Device... devices) {
        List<History.Line> log = History.readLog(reader, conversation);
        log.forEach(line -> note(conversation, line.seq(), line.id()));
        Awaitility.await().atMost(RECOVERY).untilAsserted(() -> {
            for (Device device : devices) {
                assertThat(device.store().shown(conversation).stream()
                                .map(History.Line::of)
                                .toList())
                        .isEqualTo(log);
            }
        });
        List<Message> shown = devices[0].store().shown(conversation);
        List<Message> notices =
                shown.stream().filter(line -> line.event().equals("restored")).toList();
        assertThat(notices).hasSize(1);
        long from = notices.getFirst().body().path("from").asLong();
        assertThat(notices.getFirst().seq()).isEqualTo(from - 1 + 1_000_000);
        assertThat(log.stream().map(History.Line::text).toList())
                .contains("anew")
                .doesNotContain("lost", "lost too", "lost with him");
        long number = 0;
        for (History.Line line : log) {
            number = line.seq() == notices.getFirst().seq() ? line.seq() : number + 1;
            assertThat(line.seq()).isEqualTo(number);
        }
    }

    /// Everything that the devices were ever sent.
    private void look(Device... devices) {
        for (Device device : devices) {
            for (JsonNode frame : device.inbox().all("messages")) {
                frame.path("messages").forEach(json -> {
                    Message message = Message.of(json);
                    note(message.conversation(), message.seq(), message.id());
                });
            }
        }
    }

    private void note(UUID conversation, long seq, UUID id) {
        UUID other = seen.putIfAbsent(conversation + " " + seq, id);
        if (other != null && !other.equals(id)) {
            twice.add(conversation + " " + seq);
        }
    }

    /// How many messages show the packet.
    private static long shows(TestUser reader, String packet, UUID... conversations) {
        long count = 0;
        for (UUID conversation : conversations) {
            long to = -1;
            long after = 0;
            while (to < after) {
                JsonNode page = reader.api()
                        .get("/api/conversations/" + conversation + "/messages?limit=200&after=" + after)
                        .expect(200)
                        .json();
                for (JsonNode item : page.path("items")) {
                    count += item.path("body").path("redPacket").asText().equals(packet) ? 1 : 0;
                }
                to = after;
                after = page.path("to").asLong();
            }
        }
        return count;
    }

    private static void topUp(TestUser user) {
        user.api()
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/api/wallet/top-ups", Json.object(Map.of("amount", TOPPED_UP)))
                .expect(201);
    }

    private static String packet(TestUser sender, UUID conversation) {
        return sender.api()
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .post(
                        "/api/red-packets",
                        Json.object(Map.of(
                                "conversation", conversation.toString(), "kind", "lucky", "total", 100, "count", 1)))
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private static void claim(TestUser user, String packet) {
        user.api().post("/api/red-packets/" + packet + "/claims").expect(201);
    }

    private static void assertBooks(Stack stack) {
        Books books = new Books(stack);
        books.assertAgree(TOPPED_UP);
        Awaitility.await()
                .atMost(RECOVERY)
                .until(() ->
                        books.number("select count(*) from verification where mismatches = 0 and not stopped") == 1);
    }
}
