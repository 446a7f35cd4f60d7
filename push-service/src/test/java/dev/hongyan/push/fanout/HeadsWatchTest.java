package dev.hongyan.push.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.Ids;
import dev.hongyan.push.messagelog.LogModel;
import dev.hongyan.push.presence.Receipts;
import dev.hongyan.push.resume.Resumption;
import dev.hongyan.push.resume.Resumptions;
import dev.hongyan.push.session.Peer;
import dev.hongyan.push.session.Registry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeadsWatchTest {
    private final UUID user = Ids.v7();
    private final Registry registry = new Registry();
    private final Peer peer = new Peer(registry, user, Map.of());
    private final LogModel log = new LogModel();
    private final UUID group = log.begin(Set.of(user));
    private final Resumption resumption = Resumptions.of(log.calls(), registry);
    private final RecordFanout fanout = new RecordFanout(registry, resumption, Peer.metrics(), new Receipts());
    private final HeadsWatch heads = new HeadsWatch(log.calls(), registry, resumption, fanout);

    @BeforeEach
    void live() {
        peer.live(group, 1);
        log.publish(group);
        log.say(group, user);
    }

    private void pass(long millis) {
        peer.channel().advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        peer.channel().runScheduledPendingTasks();
        peer.channel().runPendingTasks();
    }

    private void compare() throws IOException {
        heads.compare(List.of(group), List.of());
        peer.channel().runPendingTasks();
    }

    @Test
    void aNewerHeadIsNoHoleWhileItsRecordIsOnTheWay() throws IOException, InterruptedException {
        compare();
        pass(900);
        fanout.accept(List.of(Objects.requireNonNull(log.publish(group))));
        pass(5_000);

        assertThat(peer.frames()).hasSize(1);
        assertThat(peer.pulled()).isEmpty();
    }

    @Test
    void whatHasNotComeAfterASecondIsReadFromTheLog() throws IOException {
        compare();
        pass(1_001);
        pass(51);

        assertThat(peer.pulled()).hasSize(1);
    }

    private HeadsWatch watchOfNobody() {
        Registry empty = new Registry();
        Resumption nobodys = Resumptions.of(log.calls(), empty);
        return new HeadsWatch(
                log.calls(), empty, nobodys, new RecordFanout(empty, nobodys, Peer.metrics(), new Receipts()));
    }

    @Test
    void whereNobodyIsMessageServiceHasToAnswerAllTheSame() {
        log.setAway(true);
        HeadsWatch watch = watchOfNobody();
        watch.start(new StartupEvent());
        try {
            await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(2)).until(() -> !watch.isCompared());
            log.setAway(false);
            await().atMost(Duration.ofSeconds(20)).until(watch::isCompared);

            log.setAway(true);
            await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(3)).until(watch::isCompared);
        } finally {
            watch.stop(new ShutdownEvent());
        }
    }

    @Test
    void whereNobodyIsItLearnsThatRecordsComeLate() {
        HeadsWatch watch = watchOfNobody();
        watch.start(new StartupEvent());
        try {
            await().until(watch::isCompared);
            log.setLate(true);
            await().until(log::isLagging);
            log.setLate(false);
            await().until(() -> !log.isLagging());
        } finally {
            watch.stop(new ShutdownEvent());
        }
    }

    @Test
    void afterAFailureOutsideTheComparisonItGoesOn() {
        AtomicInteger looks = new AtomicInteger();
        RecordFanout starved = new RecordFanout(registry, resumption, Peer.metrics(), new Receipts()) {
            @Override
            boolean takeAskUsers() {
                if (looks.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("beside the heap");
                }
                return super.takeAskUsers();
            }
        };
        HeadsWatch watch = new HeadsWatch(log.calls(), registry, resumption, starved);
        watch.start(new StartupEvent());
        try {
            await().atMost(Duration.ofSeconds(20)).until(watch::isCompared);
        } finally {
            watch.stop(new ShutdownEvent());
        }
    }

    @Test
    void afterAFailureItComparesOnWhateverItWas() {
        AtomicInteger looks = new AtomicInteger();
        Registry starved = new Registry() {
            @Override
            public Set<UUID> conversations() {
                if (looks.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("beside the heap");
                }
                return super.conversations();
            }
        };
        HeadsWatch watch = new HeadsWatch(log.calls(), starved, resumption, fanout);
        watch.start(new StartupEvent());
        try {
            await().atMost(Duration.ofSeconds(20)).until(watch::isCompared);
        } finally {
            watch.stop(new ShutdownEvent());
        }
        assertThat(looks).hasValueGreaterThan(1);
    }
}
