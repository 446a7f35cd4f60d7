package dev.hongyan.gateway;

import io.vertx.core.Vertx;

/// How long a service may take for its next step. It runs out only while it is the service's turn.
final class Patience {
    private static final long NONE = -1;

    private final Vertx vertx;
    private final long millis;
    private final Runnable lost;
    private long timer = NONE;
    private boolean ended;

    Patience(Vertx vertx, long millis, Runnable lost) {
        this.vertx = vertx;
        this.millis = millis;
        this.lost = lost;
    }

    /// It is the service's turn.
    void begin() {
        pause();
        if (!ended) {
            timer = vertx.setTimer(millis, _ -> lost.run());
        }
    }

    /// It is the caller's turn.
    void pause() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }

    /// The service has answered or is gone.
    void end() {
        ended = true;
        pause();
    }
}
