package dev.hongyan.push.resume;

import dev.hongyan.push.session.Session;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// From a virtual thread to a session's loop and back.
final class LoopCalls {
    private static final int PATIENCE_SECONDS = 30;

    private LoopCalls() {}

    /// Runs something on the session's loop and waits for its result.
    ///
    /// @throws InterruptedException when interrupted, or when the loop does not run any more
    static <T> T onLoop(Session session, Callable<T> task) throws InterruptedException {
        try {
            return session.loop().submit(task).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new InterruptedException("the event loop does not answer");
        }
    }

    /// Waits until the socket has taken most of what waits for it, or has gone.
    static void awaitDrained(Session session) throws InterruptedException {
        try {
            onLoop(session, session::drained).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
