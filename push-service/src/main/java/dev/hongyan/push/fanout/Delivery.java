package dev.hongyan.push.fanout;

import dev.hongyan.push.messagelog.LogRun;
import dev.hongyan.push.messagelog.MemberNames;
import dev.hongyan.push.session.Conversation;
import dev.hongyan.push.session.Subscription;
import dev.hongyan.push.session.Subscriptions;
import io.netty.channel.EventLoop;

/// A record on its way to the sessions of one event loop; run there.
///
/// @param left whom the record's header names as no members any more: they get what they may see by reading the log
record Delivery(Conversation conversation, LogRun run, MemberNames left) {
    void run(EventLoop loop) {
        for (Subscription subscription : conversation.on(loop)) {
            Subscriptions to = subscription.session().subscriptions();
            if (left.mayName(subscription.session().userId())) {
                to.leftAt(subscription, run.to());
            } else {
                to.live(subscription, run);
            }
        }
    }
}
