package dev.hongyan.push.fanout;

import dev.hongyan.push.messagelog.LogRun;
import dev.hongyan.push.messagelog.MemberNames;
import dev.hongyan.push.session.Conversation;
import dev.hongyan.push.session.Subscription;
import dev.hongyan.push.session.Subscriptions;
import org.jboss.logging.Logger;

/// A record on its way to the sessions of one event loop: those that were in the conversation when the record came. Who
/// enters later reads it from the log.
final class Delivery {
    private static final Logger LOG = Logger.getLogger(Delivery.class);

    private final Subscription[] to;
    private final LogRun run;
    private final MemberNames left;
    private final Runnable done;
    private int next;

    /// @param to   not empty; not changed here
    /// @param left whom the record's header names as no members any more: they read from the log what they may see
    /// @param done run when all of them have it
    Delivery(Subscription[] to, LogRun run, MemberNames left, Runnable done) {
        this.to = to;
        this.run = run;
        this.left = left;
        this.done = done;
    }

    /// Whether so many sockets get it that others need not wait until the last of them has.
    boolean isCrowded() {
        return to.length > Conversation.CROWD;
    }

    /// Hands the record to some more of the sessions.
    ///
    /// @return whether all have it
    boolean handOver(int atMost) {
        int end = Math.min(next + atMost, to.length);
        while (next < end) {
            Subscription subscription = to[next++];
            try {
                hand(subscription);
            } catch (RuntimeException e) { // the others get it all the same
                LOG.errorf(e, "record cannot be delivered, conversation=%s", run.conversation());
            }
        }
        if (next < to.length) {
            return false;
        }
        done.run();
        return true;
    }

    private void hand(Subscription subscription) {
        Subscriptions subscriptions = subscription.session().subscriptions();
        if (!subscription.isActive()) {
            return; // has left, or begun anew, since the record came
        }
        if (left.mayName(subscription.session().userId())) {
            subscriptions.leftAt(subscription, run.to());
        } else {
            subscriptions.live(subscription, run);
        }
    }
}
