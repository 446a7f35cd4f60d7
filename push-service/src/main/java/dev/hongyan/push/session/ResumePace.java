package dev.hongyan.push.session;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How often one session may resume: some times at once, then seldom, one after the other. Each resume asks
/// message-service for a list, and mostly for more. Of those that are asked for too early the last is done when it may
/// be. On the session's loop only.
public final class ResumePace {
    private final Session session;
    private final SendLimit limit;
    private boolean busy;
    private @Nullable Runnable waiting;

    ResumePace(Session session, PushConfig config) {
        this.session = session;
        this.limit = SendLimit.of(config.resumeBurst(), config.resumeRate());
    }

    /// Begins a resume now or when it may; takes the place of one that waits.
    public void ask(Runnable resume) {
        waiting = resume;
        if (!busy) {
            next();
        }
    }

    /// The resume that was begun last has ended.
    public void ended() {
        busy = false;
        if (waiting != null && session.isOpen()) {
            next();
        }
    }

    private void next() {
        busy = true;
        long wait = limit.take(System.nanoTime());
        if (wait == 0) {
            begin();
        } else {
            var _ = session.loop().schedule(this::takeTurn, wait, TimeUnit.MILLISECONDS);
        }
    }

    private void takeTurn() {
        limit.take(System.nanoTime());
        begin();
    }

    private void begin() {
        Runnable resume = waiting;
        waiting = null;
        if (resume != null) {
            resume.run();
        }
    }
}
