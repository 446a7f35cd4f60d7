package dev.hongyan.push.session;

import java.util.List;

/// Reads from the log what a session misses; the pulled ranges come back to the session's own loop.
@FunctionalInterface
public interface LogPull {
    /// Reads on until each of these is live again. They have begun to catch up.
    void pull(Session session, List<Subscription> missing);
}
