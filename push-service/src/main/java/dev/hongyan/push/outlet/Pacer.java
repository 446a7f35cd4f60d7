package dev.hongyan.push.outlet;

/// Decides when a socket is written to: at once, but under load each only once in a window of time, so that messages
/// that follow closely share a frame. Belongs to one event loop.
final class Pacer {
    /// Flushes of one loop within a window that count as load.
    private static final int LOAD = 100;

    private final long windowNanos;
    private long begunAt;
    private int window;
    private int flushes;
    private boolean loaded;

    Pacer(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    /// Whether a socket that was flushed last in that window has to wait for the next one.
    boolean mustWait(int flushedIn, long now) {
        roll(now);
        return loaded && flushedIn == window;
    }

    /// How long the window still lasts, in nanoseconds.
    long untilNext(long now) {
        return Math.clamp(begunAt + windowNanos - now, 0, windowNanos);
    }

    /// A socket has been flushed; the answer is the window.
    int flushed(long now) {
        roll(now);
        flushes++;
        loaded |= flushes > LOAD;
        return window;
    }

    private void roll(long now) {
        if (now - begunAt >= windowNanos) {
            loaded = flushes > LOAD && now - begunAt < 2 * windowNanos;
            begunAt = now;
            window++;
            flushes = 0;
        }
    }
}
