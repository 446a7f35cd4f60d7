package dev.hongyan.push.fanout;

import dev.hongyan.push.messagelog.LogRun;
import dev.hongyan.push.session.Registry;
import dev.hongyan.push.session.Session;
import dev.hongyan.push.session.Subscription;
import java.util.Set;
import java.util.UUID;

/// A record on its way to the sessions of one event loop; run there.
///
/// @param left whom the record's header names as no members any more: they get what they may see by reading the log
record Delivery(LogRun run, Set<UUID> left) {
    void run(Registry registry) {
        for (Subscription subscription : registry.subscriptions(run.conversation())) {
            Session session = subscription.session();
            if (session.loop().inEventLoop() && subscription.isActive() && !left.contains(session.userId())) {
                session.subscriptions().live(subscription, run);
            }
        }
    }
}
