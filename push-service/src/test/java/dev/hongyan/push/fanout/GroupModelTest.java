package dev.hongyan.push.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.push.frame.ClientFrame;
import dev.hongyan.push.messagelog.LogModel;
import dev.hongyan.push.presence.Receipts;
import dev.hongyan.push.resume.Resumption;
import dev.hongyan.push.resume.Resumptions;
import dev.hongyan.push.session.LoopPeer;
import dev.hongyan.push.session.Peer;
import dev.hongyan.push.session.Registry;
import dev.hongyan.push.session.Sessions;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// People join, leave, come back, talk and resume at random, on two sockets each that live on different
/// loops, while records are lost, doubled and swapped: everybody gets in order exactly what he may see.
class GroupModelTest {
    private static final int STEPS = 150;

    private final EventLoopGroup loops = new DefaultEventLoopGroup(2);
    private final Registry registry = new Registry();
    private final LogModel log = new LogModel();
    private final Resumption resumption = Resumptions.of(log.calls(), registry);
    private final Sessions sessions = Peer.sessions(registry, resumption, Map.of("hongyan.push.resume-burst", "1000"));
    private final RecordFanout fanout = new RecordFanout(registry, resumption, Peer.metrics(), new Receipts());
    private final HeadsWatch heads = new HeadsWatch(log.calls(), registry, resumption, fanout);
    private final List<UUID> users =
            IntStream.range(0, 4).mapToObj(i -> UUID.randomUUID()).toList();
    private final List<LoopPeer> peers = new ArrayList<>();
    private final List<UUID> groups = new CopyOnWriteArrayList<>();
    private final Map<LoopPeer, Integer> resumes = new HashMap<>();
    private final List<ConsumerRecord<byte[], byte[]>> onTheWay = new ArrayList<>();

    static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    @AfterEach
    void stop() {
        var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everybodyGetsInOrderWhatHeMaySee(int seed) throws Exception {
        Random random = new Random(seed);
        users.forEach(user -> IntStream.range(0, 2).forEach(i -> peers.add(new LoopPeer(sessions, user, loops))));
        peers.forEach(this::resume);
        groups.add(log.begin(Set.copyOf(users.subList(0, 2))));
        groups.add(log.begin(Set.copyOf(users)));
        Random meanwhile = new Random(-seed);
        log.afterListing(() -> changeWhileListing(meanwhile));
        for (int step = 0; step < STEPS; step++) {
            step(random);
        }
        log.afterListing(() -> {});

        awaitQuietly().untilAsserted(() -> {
            compareAll();
            for (LoopPeer peer : peers) {
                for (UUID group : groups) {
                    if (log.holds(group, peer.session().userId())) {
                        assertThat(Set.copyOf(received(peer, group))).containsAll(lastStay(peer, group));
                    }
                }
            }
        });
        peers.forEach(this::resume);
        awaitQuietly().untilAsserted(() -> {
            for (LoopPeer peer : peers) {
                for (UUID group : groups) {
                    List<Long> received = received(peer, group);
                    long first = received.isEmpty() ? Long.MAX_VALUE : received.getFirst();
                    assertThat(Set.copyOf(received))
                            .isEqualTo(log.visible(group, peer.session().userId()).stream()
                                    .filter(seq -> seq >= first)
                                    .collect(Collectors.toSet()));
                }
            }
        });
        peers.forEach(this::assertInOrderAndOnce);
    }

    @Test
    void whoComesAgainBeforeAnyoneHeardOfTheFirstTimeGetsBothStays() throws InterruptedException {
        UUID user = users.getFirst();
        UUID other = users.getLast();
        LoopPeer peer = resumed(user);
        UUID group = log.begin(Set.of(other));
        log.join(group, user);
        log.say(group, other);
        log.leave(group, user);
        var _ = log.publish(group); // and nobody gets it
        log.say(group, other);
        log.join(group, user);

        fanout.accept(List.of(Objects.requireNonNull(log.publish(group))));

        awaitQuietly().untilAsserted(() -> assertThat(received(peer, group)).containsExactly(2L, 3L, 4L, 6L));
        assertThat(peer.frames()).noneMatch(frame -> frame.path("op").asText().equals("page"));
    }

    private LoopPeer resumed(UUID user) {
        LoopPeer peer = new LoopPeer(sessions, user, loops);
        resume(peer);
        awaitQuietly()
                .until(() -> peer.frames().stream()
                        .anyMatch(frame -> frame.path("op").asText().equals("resumed")));
        return peer;
    }

    @Test
    void whoHasJoinedUnnoticedIsFoundWhenAnotherReadsOfIt() throws IOException {
        UUID user = users.getFirst();
        UUID other = users.getLast();
        UUID group = log.begin(Set.of(other));
        UUID left = log.begin(Set.of(other));
        LoopPeer peer = resumed(user);
        log.join(group, user);
        log.join(left, user);
        log.leave(left, user);
        var _ = log.publish(group); // and nobody gets it
        var _ = log.publish(left);

        resumed(other);
        awaitQuietly().until(() -> {
            heads.compareDoubted();
            return received(peer, group).equals(List.of(2L));
        });

        // What he saw when he was in it long ago is not news.
        assertThat(received(peer, left)).isEmpty();
    }

    /// What another test has left running is not to fail this one; and machines are busy.
    private static ConditionFactory awaitQuietly() {
        return await().dontCatchUncaughtExceptions()
                .atMost(30, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS);
    }

    private void step(Random random) throws InterruptedException {
        UUID group = groups.get(random.nextInt(groups.size()));
        UUID user = users.get(random.nextInt(users.size()));
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> log.say(group, user);
            case 3 -> log.join(group, user);
            case 4 -> log.leave(group, user);
            case 5 -> {
                log.leave(group, user);
                if (random.nextBoolean()) {
                    publish(group);
                }
                log.join(group, user);
            }
            case 6 -> resume(peers.get(random.nextInt(peers.size())));
            default -> {
                groups.forEach(this::publish);
                deliver(random);
            }
        }
    }

    /// Somebody's conversations have been listed, and the answer has not come yet.
    private void changeWhileListing(Random random) {
        UUID group = groups.get(random.nextInt(groups.size()));
        UUID user = users.get(random.nextInt(users.size()));
        switch (random.nextInt(8)) {
            case 0, 1 -> log.say(group, user);
            case 2 -> log.leave(group, user);
            case 3 -> log.join(group, user);
            case 4, 5 -> {
                ConsumerRecord<byte[], byte[]> published = log.publish(group);
                if (published != null) {
                    accept(published);
                }
            }
            default -> {}
        }
    }

    private void accept(ConsumerRecord<byte[], byte[]> published) {
        try {
            fanout.accept(List.of(published));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void publish(UUID group) {
        ConsumerRecord<byte[], byte[]> published = log.publish(group);
        if (published != null) {
            onTheWay.add(published);
        }
    }

    private void deliver(Random random) throws InterruptedException {
        List<ConsumerRecord<byte[], byte[]>> polled = new ArrayList<>();
        while (!onTheWay.isEmpty() && random.nextInt(5) > 0) {
            int which = random.nextInt(5) == 0 ? random.nextInt(onTheWay.size()) : 0;
            ConsumerRecord<byte[], byte[]> next = onTheWay.get(which);
            if (random.nextInt(20) > 0) {
                onTheWay.remove(which); // or it comes twice
            }
            if (random.nextInt(6) > 0) {
                polled.add(next);
            }
        }
        fanout.accept(polled);
    }

    private void compareAll() throws IOException {
        heads.compare(List.copyOf(registry.conversations()), List.copyOf(registry.users()));
    }

    private void resume(LoopPeer peer) {
        resumes.merge(peer, 1, Integer::sum);
        peer.session().loop().execute(() -> {
            Map<UUID, Long> cursors = new HashMap<>();
            groups.forEach(group -> received(peer, group).forEach(seq -> cursors.merge(group, seq, Math::max)));
            resumption.resume(peer.session(), new ClientFrame.Resume(cursors, 10_000));
        });
    }

    private static List<Long> received(LoopPeer peer, UUID group) {
        List<Long> received = new ArrayList<>();
        for (JsonNode frame : peer.frames()) {
            for (JsonNode message : frame.path("messages")) {
                if (message.path("conversation").asText().equals(group.toString())) {
                    received.add(message.path("seq").asLong());
                }
            }
        }
        return received;
    }

    /// From where he came in last: the numbers behind the last gap in what he may see.
    private List<Long> lastStay(LoopPeer peer, UUID group) {
        List<Long> visible = log.visible(group, peer.session().userId());
        int from = visible.size() - 1;
        while (from > 0 && visible.get(from - 1) == visible.get(from) - 1) {
            from--;
        }
        return visible.subList(from, visible.size());
    }

    /// A resume may repeat what was on its way when it was asked for; apart from that numbers only rise.
    private void assertInOrderAndOnce(LoopPeer peer) {
        Map<String, Long> last = new HashMap<>();
        Map<String, Integer> repeats = new HashMap<>();
        for (JsonNode frame : peer.frames()) {
            assertThat(frame.path("op").asText()).isIn("welcome", "messages", "resumed");
            for (JsonNode message : frame.path("messages")) {
                String group = message.path("conversation").asText();
                long seq = message.path("seq").asLong();
                assertThat(log.visible(UUID.fromString(group), peer.session().userId()))
                        .contains(seq);
                Long before = last.put(group, seq);
                if (before != null && before >= seq) {
                    repeats.merge(group, 1, Integer::sum);
                }
            }
        }
        assertThat(repeats.values())
                .allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(resumes.getOrDefault(peer, 0)));
    }
}
