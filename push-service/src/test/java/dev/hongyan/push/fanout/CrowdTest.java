package dev.hongyan.push.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.push.messagelog.LogModel;
import dev.hongyan.push.messagelog.Runs;
import dev.hongyan.push.presence.Receipts;
import dev.hongyan.push.resume.Resumptions;
import dev.hongyan.push.session.LoopPeer;
import dev.hongyan.push.session.Peer;
import dev.hongyan.push.session.Registry;
import dev.hongyan.push.session.Sessions;
import dev.hongyan.push.session.Subscription;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A large group on one event loop, and somebody there who has nothing to do with it.
class CrowdTest {
    private static final int MEMBERS = 100;

    private final EventLoopGroup loops = new DefaultEventLoopGroup(1);
    private final Registry registry = new Registry();
    private final Sessions sessions = Peer.sessions(registry, (session, missing) -> {}, Map.of());
    private final RecordFanout fanout = new RecordFanout(
            registry, Resumptions.of(new LogModel().calls(), registry), Peer.metrics(), new Receipts());
    private final UUID group = UUID.randomUUID();
    private final UUID direct = UUID.randomUUID();

    @AfterEach
    void stop() {
        var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private Subscription live(UUID conversation) throws ExecutionException, InterruptedException {
        LoopPeer peer = new LoopPeer(sessions, UUID.randomUUID(), loops);
        return peer.session().loop().submit(() -> peer.live(conversation)).get();
    }

    private static ConsumerRecord<byte[], byte[]> said(UUID conversation, long seq) {
        return new ConsumerRecord<>(
                "message.events.v1",
                0,
                0,
                conversation.toString().getBytes(StandardCharsets.US_ASCII),
                Runs.of(conversation, seq, seq, "x").bytes());
    }

    private static void whenSent(Subscription subscription, Runnable then) {
        Runnable look = () -> {
            if (subscription.sent() > 0) {
                then.run();
            } else {
                whenSent(subscription, then);
            }
        };
        subscription.session().loop().execute(look);
    }

    @Test
    void whileACrowdGetsVeryMuchOthersGetTheirsAndTheLoopIsNotHeld() throws Exception {
        List<Subscription> crowd = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            crowd.add(live(group));
        }
        Subscription other = live(direct);
        List<ConsumerRecord<byte[], byte[]>> polled = new ArrayList<>();
        int records = 500;
        for (long seq = 1; seq <= records; seq++) {
            polled.add(said(group, seq));
        }

        fanout.accept(polled);
        fanout.accept(List.of(said(direct, 1)));
        CompletableFuture<Long> reached = new CompletableFuture<>();
        whenSent(other, () -> reached.complete(crowd.getLast().sent()));

        assertThat(reached.get(30, TimeUnit.SECONDS)).isLessThan(records);
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(crowd)
                        .allSatisfy(member -> assertThat(member.session()
                                        .loop()
                                        .submit(member::sent)
                                        .get())
                                .isEqualTo(records)));
    }
}
