package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/// People of one group, each a friend of the next, who send packets and transfers, claim, accept and give back at
/// random, do some of it twice at the same moment, and repeat what they were not answered.
final class MoneyTraffic {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// What is done, and counted when it was answered with a success.
    enum Deed {
        PACKET,
        CLAIM,
        TRANSFER,
        ACCEPT,
        RETURN
    }

    private record Transfer(String id, TestUser recipient) {}

    private record Packet(String id, JsonNode asked) {}

    private final List<TestUser> people;
    private final UUID group;
    private final Queue<Packet> packets = new ConcurrentLinkedQueue<>();
    private final Queue<Transfer> transfers = new ConcurrentLinkedQueue<>();
    private final Map<Deed, AtomicLong> done = new EnumMap<>(Deed.class);
    private final AtomicLong answered = new AtomicLong();

    MoneyTraffic(List<TestUser> people, UUID group) {
        this.people = people;
        this.group = group;
        for (Deed deed : Deed.values()) {
            done.put(deed, new AtomicLong());
        }
    }

    /// Gives each of them so much, in fen.
    void topUp(long each) {
        people.forEach(user -> {
            String key = UUID.randomUUID().toString();
            untilAnswered(() -> key(user, key).post("/api/wallet/top-ups", Json.object(Map.of("amount", each))))
                    .expect(201);
        });
    }

    /// One deed of somebody. Where there is nothing to claim or to answer, something is sent.
    void operate(Random random) {
        int place = random.nextInt(people.size());
        TestUser user = people.get(place);
        TestUser next = people.get((place + 1) % people.size());
        int dice = random.nextInt(10);
        Packet packet = dice > 3 ? packets.poll() : null;
        Transfer transfer = dice == 3 ? transfers.poll() : null;
        if (packet != null) {
            claim(random, user, packet);
        } else if (transfer != null) {
            answerTransfer(random, transfer);
        } else if (dice == 2) {
            transfer(random, user, next);
        } else {
            sendPacket(random, user, next);
        }
        answered.incrementAndGet();
    }

    /// How many deeds were answered, refusals among them.
    long answered() {
        return answered.get();
    }

    /// How many of them were successes.
    long done(Deed deed) {
        return done.getOrDefault(deed, new AtomicLong()).get();
    }

    private void sendPacket(Random random, TestUser user, TestUser other) {
        String kind = List.of("lucky", "lucky", "equal", "exclusive").get(random.nextInt(4));
        int count = kind.equals("exclusive") ? 1 : 1 + random.nextInt(people.size());
        var body = Json.object(Map.of(
                "conversation",
                group.toString(),
                "kind",
                kind,
                "total",
                (long) count * (1 + random.nextInt(20)),
                "count",
                count));
        if (kind.equals("exclusive")) {
            body.put("recipient", other.id().toString());
        }
        String key = UUID.randomUUID().toString();
        Answer made = maybeTwice(random, () -> key(user, key).post("/api/red-packets", body), true);
        assertMadeOrPoor(made);
        if (made.status() == 201) {
            done(Deed.PACKET, made);
            packets.add(new Packet(made.json().path("id").asText(), body));
        }
    }

    private static void assertMadeOrPoor(Answer made) {
        if (made.status() != 201) {
            made.problem(409, "insufficient-funds");
        }
    }

    private void claim(Random random, TestUser user, Packet packet) {
        if (random.nextInt(15) > 0) {
            packets.add(packet);
        }
        Supplier<Answer> claim = () -> user.api().post("/api/red-packets/" + packet.id() + "/claims");
        Answer first = maybeTwice(random, claim, false);
        if (first.status() >= 300) {
            assertThat(first.problem().path("type").asText())
                    .isIn(
                            "/problems/not-the-recipient",
                            "/problems/red-packet-finished",
                            "/problems/red-packet-expired");
        }
        if (first.status() < 300) {
            done(Deed.CLAIM, first);
            long share = first.json().path("amount").asLong();
            long shares = packet.asked().path("count").asLong();
            assertThat(share).isBetween(1L, packet.asked().path("total").asLong() - shares + 1);
            assertThat(untilAnswered(claim).json()).isEqualTo(first.json());
        }
    }

    private void transfer(Random random, TestUser from, TestUser to) {
        var body = Json.object(Map.of("to", to.id().toString(), "amount", 1 + random.nextInt(200)));
        String key = UUID.randomUUID().toString();
        Answer made = maybeTwice(random, () -> key(from, key).post("/api/transfers", body), true);
        assertMadeOrPoor(made);
        if (made.status() == 201) {
            done(Deed.TRANSFER, made);
            transfers.add(new Transfer(made.json().path("id").asText(), to));
        }
    }

    private void answerTransfer(Random random, Transfer transfer) {
        boolean accept = random.nextBoolean();
        String path = "/api/transfers/" + transfer.id() + (accept ? "/accept" : "/return");
        Answer first = maybeTwice(random, () -> transfer.recipient().api().post(path), true);
        assertThat(first.status()).as(first.body()).isIn(200, 410);
        if (first.status() == 200) {
            done(accept ? Deed.ACCEPT : Deed.RETURN, first);
        }
    }

    private void done(Deed deed, Answer success) {
        assertThat(success.json().isObject()).isTrue();
        done.computeIfAbsent(deed, _ -> new AtomicLong()).incrementAndGet();
    }

    /// Some calls are made twice at the same moment; both get the same answer.
    ///
    /// @param sameStatus whether also its status is the same, when it is a success
    private static Answer maybeTwice(Random random, Supplier<Answer> call, boolean sameStatus) {
        if (random.nextInt(4) > 0) {
            return untilAnswered(call);
        }
        Queue<Answer> answers = new ConcurrentLinkedQueue<>();
        Parallel.run(2, _ -> answers.add(untilAnswered(call)));
        Answer one = answers.remove();
        Answer other = answers.remove();
        if (one.status() < 300 && other.status() < 300) {
            assertThat(one.json()).isEqualTo(other.json());
            assertThat(!sameStatus || one.status() == other.status()).isTrue();
        }
        return one.status() < 300 ? one : other;
    }

    private static Api key(TestUser user, String key) {
        return user.api().with("Idempotency-Key", key);
    }

    /// As a client does who is told to come again, or is told nothing.
    private static Answer untilAnswered(Supplier<Answer> call) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(call::get, answer -> answer.status() < 500 && answer.status() != 429);
    }
}
