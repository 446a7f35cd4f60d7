package dev.hongyan.push.session;

/// Decides when a session is flushed: at once, but under load each session only once an interval, so that messages that
/// follow closely share a frame. Belongs to one event loop.
final class Pacer {
    /// Flushes of one loop within an interval that count as load.
    private static final int LOAD = 100;

    private final long intervalNanos;
    private long windowStart;
    private int flushes;
    private boolean loaded;

    Pacer(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    /// How long a session that was flushed last at that time is to wait now, in nanoseconds.
    long delay(long lastFlush, long now) {
        roll(now);
        return loaded ? Math.clamp(lastFlush + intervalNanos - now, 0, intervalNanos) : 0;
    }

    void flushed(long now) {
        roll(now);
        flushes++;
        if (flushes > LOAD) {
            loaded = true;
        }
    }

    private void roll(long now) {
        if (now - windowStart >= intervalNanos) {
            loaded = flushes > LOAD && now - windowStart < 2 * intervalNanos;
            windowStart = now;
            flushes = 0;
        }
    }
}
