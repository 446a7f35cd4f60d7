package dev.hongyan.push.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.push.messagelog.LogRun;
import dev.hongyan.push.messagelog.Runs;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
    private static final UUID CONVERSATION = UUID.randomUUID();

    private final Peer peer = new Peer();
    private final EmbeddedChannel channel = peer.channel();
    private final List<Subscription> pulled = peer.pulled();
    private final Session session = peer.session();

    private List<String> frames() {
        return peer.frames();
    }

    private Subscription live(long sent) {
        return peer.live(CONVERSATION, sent);
    }

    private static LogRun run(long from, long to) {
        return Runs.of(CONVERSATION, from, to, "x");
    }

    @Test
    void aHoleThatDoesNotCloseIsReadFromTheLog() {
        Subscription subscription = live(0);

        session.subscriptions().live(subscription, run(3, 3));
        channel.advanceTimeBy(49, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(pulled).isEmpty();
        channel.advanceTimeBy(60, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();

        assertThat(pulled).containsExactly(subscription);
        session.subscriptions().pulled(subscription, run(1, 3), 1);
        assertThat(frames()).singleElement().asString().contains("\"seq\":1", "\"seq\":2", "\"seq\":3");
    }

    @Test
    void aResumeDropsWhatTheOneBeforeHasLeftWaiting() {
        Subscription subscription = live(0);
        subscription.catchUp();
        session.subscriptions().pulled(subscription, run(1, 3), 1);

        session.subscriptions().beginResume();

        assertThat(frames()).isEmpty();
        assertThat(session.drained()).isCompleted();
    }

    @Test
    void aRangeThatIsLeftOutIsNamedBeforeWhatFollowsIt() {
        Subscription subscription = live(10);
        subscription.catchUp();

        session.subscriptions().pulled(subscription, run(21, 22), 11);

        List<String> frames = frames();
        assertThat(frames.getFirst())
                .isEqualTo("{\"op\":\"page\",\"conversation\":\"" + CONVERSATION + "\",\"from\":11,\"to\":20}");
        assertThat(frames).hasSize(2);
    }

    @Test
    void whatAClientNamesIsNoMembershipBeforeTheLogSaysSo() {
        session.subscriptions().beginResume();
        session.subscriptions().entering();
        Subscription subscription = session.subscriptions().enter(CONVERSATION, 3);
        assertThat(session.subscriptions().membership(CONVERSATION)).isNull();

        subscription.confirm();
        assertThat(session.subscriptions().membership(CONVERSATION)).isEqualTo(subscription);
        session.subscriptions().leave(subscription);
        session.subscriptions().enter(CONVERSATION, 3);
        assertThat(session.subscriptions().membership(CONVERSATION)).isNull();
    }

    @Test
    void positionsOnlyMoveForwardAndNeverBeyondWhatWasSent() {
        Subscription subscription = live(5);

        subscription.acknowledged(4);
        assertThat(subscription.moveReceived(4)).isZero();
        assertThat(subscription.moveReceived(5)).isEqualTo(5);
        session.subscriptions().live(subscription, run(6, 8));
        assertThat(subscription.moveReceived(99)).isEqualTo(8);
        assertThat(subscription.moveReceived(7)).isZero();
        assertThat(subscription.moveRead(99)).isEqualTo(8);
    }

    @Test
    void whatTheDeviceHeldAlreadyIsCountedWhenItIsSentAgain() {
        Subscription subscription = live(0);
        subscription.acknowledged(4);
        subscription.catchUp();

        assertThat(subscription.heldOf(run(1, 6))).isEqualTo(4);
        assertThat(subscription.heldOf(run(5, 6))).isZero();
    }
}
