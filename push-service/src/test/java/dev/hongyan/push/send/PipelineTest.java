package dev.hongyan.push.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.Ids;
import dev.hongyan.kit.testing.RecordingCollector.Recorded;
import dev.hongyan.kit.trace.Recording;
import dev.hongyan.kit.trace.Step;
import dev.hongyan.push.ComponentTest;
import dev.hongyan.push.messagelog.LogModel;
import dev.hongyan.push.messagelog.MessageLog;
import dev.hongyan.push.messagelog.Runs;
import dev.hongyan.push.session.Peer;
import dev.hongyan.push.session.PendingSend;
import dev.hongyan.push.session.PushMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@ComponentTest
@SuppressWarnings("NullAway.Init") // injected
class PipelineTest {
    private final Peer peer = new Peer();
    private final Peer broken = new Peer();

    @Inject
    Vertx vertx;

    @Inject
    MessageLog log;

    @Inject
    PushMetrics metrics;

    private static PendingSend send(Peer from) {
        return Objects.requireNonNull(from.session().begin(Ids.v7(), Ids.v7(), Runs.text("x")));
    }

    @Test
    void oneSendThatCannotBeAnsweredStopsNoOther() {
        peer.frames();
        Pipeline pipeline = new Pipeline(vertx.getOrCreateContext(), log, metrics);
        broken.setBroken(true);

        pipeline.offer(send(broken));
        pipeline.offer(send(peer));
        await().until(pipeline::isIdle);
        pipeline.offer(send(peer));
        await().until(pipeline::isIdle);

        assertThat(peer.frames()).hasSize(2).allMatch(frame -> frame.startsWith("{\"op\":\"retry\""));
    }

    @Test
    void howLongASendWaitsIsMeasuredWhenItIsAnswered() {
        SimpleMeterRegistry measured = new SimpleMeterRegistry();
        PushMetrics own = Peer.metrics(measured);
        Pipeline away = new Pipeline(vertx.getOrCreateContext(), log, own);
        away.offer(send(peer));
        await().until(away::isIdle);
        assertThat(measured.get("im_send_ack_seconds").timer().count()).isZero();

        Pipeline pipeline = new Pipeline(vertx.getOrCreateContext(), new LogModel().calls(), own);
        pipeline.offer(send(peer));
        await().until(pipeline::isIdle);

        assertThat(measured.get("im_send_ack_seconds").timer().count()).isOne();
    }

    @Test
    void aCallThatNobodyAnswersIsAFailedStepOfFailedSends() {
        try (Recording recording = Recording.start()) {
            PendingSend send = send(peer);
            send.tracedAs(Step.enter("ws send", null));
            new Pipeline(vertx.getOrCreateContext(), log, metrics).offer(send);

            await().until(() -> recording.spans().size() == 2);
            assertThat(recording.spans())
                    .allMatch(Recorded::failed)
                    .extracting(Recorded::name)
                    .containsExactlyInAnyOrder("ws send", "POST /internal/messages");
        }
    }
}
