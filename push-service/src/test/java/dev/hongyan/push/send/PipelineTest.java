package dev.hongyan.push.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.Ids;
import dev.hongyan.push.ComponentTest;
import dev.hongyan.push.messagelog.MessageLog;
import dev.hongyan.push.messagelog.Runs;
import dev.hongyan.push.session.Peer;
import dev.hongyan.push.session.PendingSend;
import dev.hongyan.push.session.PushMetrics;
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
}
