package dev.hongyan.push.presence;

import dev.hongyan.push.frame.ClientFrame;
import dev.hongyan.push.session.Session;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one session says of its presence takes effect at once, but not more often than every two seconds: each change
/// goes to all instances and all watchers. Of what comes too early the last counts. On the session's loop only.
final class PresencePace {
    private static final long INTERVAL_NANOS = Duration.ofSeconds(2).toNanos();

    private final Session session;
    private final Consumer<ClientFrame.Presence> shown;
    private boolean resting;
    private ClientFrame.@Nullable Presence waiting;

    PresencePace(Session session, Consumer<ClientFrame.Presence> shown) {
        this.session = session;
        this.shown = shown;
    }

    void show(ClientFrame.Presence frame) {
        if (resting) {
            waiting = new ClientFrame.Presence(frame.state(), watched(frame));
        } else {
            take(frame);
        }
    }

    /// A list stays until another replaces it.
    private @Nullable List<UUID> watched(ClientFrame.Presence frame) {
        return frame.watch() != null || waiting == null ? frame.watch() : waiting.watch();
    }

    private void take(ClientFrame.Presence frame) {
        resting = true;
        var _ = session.loop().schedule(this::rested, INTERVAL_NANOS, TimeUnit.NANOSECONDS);
        shown.accept(frame);
    }

    private void rested() {
        resting = false;
        ClientFrame.Presence next = waiting;
        waiting = null;
        if (next != null && session.isOpen()) {
            take(next);
        }
    }
}
