package dev.hongyan.push.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.EventHeaders;
import dev.hongyan.contracts.Ids;
import dev.hongyan.push.messagelog.LogModel;
import dev.hongyan.push.presence.Receipts;
import dev.hongyan.push.resume.Resumptions;
import dev.hongyan.push.session.Peer;
import dev.hongyan.push.session.Registry;
import dev.hongyan.push.session.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemberChangesTest {
    private final UUID stays = Ids.v7();
    private final UUID goes = Ids.v7();
    private final Registry registry = new Registry();
    private final Peer staying = new Peer(registry, stays, Map.of());
    private final Peer going = new Peer(registry, goes, Map.of());
    private final LogModel log = new LogModel();
    private final UUID group = log.begin(Set.of(stays, goes));
    private final RecordFanout fanout =
            new RecordFanout(registry, Resumptions.of(log.calls(), registry), Peer.metrics(), new Receipts());

    @BeforeEach
    void live() {
        staying.live(group, 1);
        going.live(group, 1);
        log.publish(group);
    }

    private ConsumerRecord<byte[], byte[]> publish() {
        return Objects.requireNonNull(log.publish(group));
    }

    @Test
    void whoIsRemovedInTheMiddleOfARecordReadsFromTheLogWhatHeMayStillSee() throws InterruptedException {
        log.say(group, stays);
        log.leave(group, goes);
        log.say(group, stays);

        fanout.accept(List.of(publish()));

        assertThat(staying.frames()).singleElement().asString().contains("\"seq\":2", "\"seq\":3", "\"seq\":4");
        assertThat(going.frames()).isEmpty();
        assertThat(going.pulled())
                .singleElement()
                .satisfies(subscription -> assertThat(subscription.isLive()).isFalse());
        assertThat(staying.pulled()).isEmpty();
    }

    @Test
    void whenMoreHaveLeftThanCanBeNamedEverybodyReadsFromTheLog() throws InterruptedException {
        log.say(group, stays);
        ConsumerRecord<byte[], byte[]> published = publish();
        published.headers().add(EventHeaders.LEFT, EventHeaders.ASK.getBytes(StandardCharsets.US_ASCII));

        fanout.accept(List.of(published));

        assertThat(staying.frames()).isEmpty();
        assertThat(going.frames()).isEmpty();
        assertThat(staying.pulled()).hasSize(1);
        assertThat(going.pulled()).hasSize(1);
        assertThat(fanout.takeAskUsers()).isFalse();
    }

    @Test
    void whoHasComeBackIsNotTroubledByAnOldRecordAgain() throws InterruptedException {
        log.leave(group, goes);
        ConsumerRecord<byte[], byte[]> leaving = publish();
        log.join(group, goes);
        Subscription subscription =
                Objects.requireNonNull(going.session().subscriptions().get(group));
        going.session().subscriptions().leave(subscription);
        going.live(group, 3);

        fanout.accept(List.of(leaving));
        going.frames();

        assertThat(going.pulled()).isEmpty();
    }

    @Test
    void recordsThatCannotNameWhoJoinedHaveEverybodyCompared() throws InterruptedException {
        log.say(group, stays);
        ConsumerRecord<byte[], byte[]> published = publish();
        published.headers().add(EventHeaders.JOINED, EventHeaders.ASK.getBytes(StandardCharsets.US_ASCII));

        fanout.accept(List.of(published));

        assertThat(fanout.takeAskUsers()).isTrue();
        assertThat(fanout.takeAskUsers()).isFalse();
        assertThat(staying.frames()).hasSize(1);
    }

    @Test
    void aRecordWhoseHeaderCannotBeReadIsAHole() throws InterruptedException {
        log.say(group, stays);
        ConsumerRecord<byte[], byte[]> broken = publish();
        broken.headers().add(EventHeaders.LEFT, "everybody".getBytes(StandardCharsets.US_ASCII));
        log.say(group, stays);

        fanout.accept(List.of(broken, publish()));

        assertThat(staying.frames()).isEmpty();
        assertThat(Objects.requireNonNull(staying.session().subscriptions().get(group))
                        .hasHole())
                .isTrue();
    }
}
