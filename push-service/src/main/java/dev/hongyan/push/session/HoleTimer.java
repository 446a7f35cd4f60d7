package dev.hongyan.push.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Waits a moment for what is missing in the conversations of one session, and then has the log read. On the session's
/// loop only.
final class HoleTimer {
    private final Session session;
    private final Sessions sessions;
    private boolean running;

    HoleTimer(Session session, Sessions sessions) {
        this.session = session;
        this.sessions = sessions;
    }

    void check(Subscription subscription) {
        if (subscription.hasHole() && !running) {
            running = true;
            long patience = sessions.config().holePatience().toNanos();
            var _ = session.loop().schedule(this::fill, patience, TimeUnit.NANOSECONDS);
        }
    }

    private void fill() {
        running = false;
        List<Subscription> missing = new ArrayList<>();
        for (Subscription subscription : session.subscriptions().all()) {
            if (subscription.isActive() && subscription.hasHole()) {
                subscription.catchUp();
                missing.add(subscription);
            }
        }
        if (!missing.isEmpty() && session.subscriptions().isSubscribing()) {
            sessions.metrics().gap();
            sessions.pull().pull(session, missing);
        }
    }
}
