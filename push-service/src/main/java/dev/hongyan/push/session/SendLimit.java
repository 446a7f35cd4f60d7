package dev.hongyan.push.session;

/// A token bucket: for the sends of one user on all his sockets here together, and for the other frames of one socket.
/// Whoever goes on sending into the empty
/// bucket, as often as the bucket is large, is too fast.
public final class SendLimit {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    /// Refusals are forgiven after so long without one.
    private static final long FORGIVEN_AFTER = 60 * SECOND;

    private final int burst;
    private final int rate;
    private double tokens;
    private long filledAt;
    private int refused;
    private long refusedAt;

    SendLimit(int burst, int rate, long now) {
        this.burst = burst;
        this.rate = rate;
        this.tokens = burst;
        this.filledAt = now;
        this.refusedAt = now;
    }

    /// Takes one; the answer is 0, or how many milliseconds to wait before trying again.
    public synchronized long take(long now) {
        tokens = Math.min(burst, tokens + (double) (now - filledAt) / SECOND * rate);
        filledAt = now;
        if (tokens >= 1) {
            tokens--;
            return 0;
        }
        refused = now - refusedAt > FORGIVEN_AFTER ? 1 : refused + 1;
        refusedAt = now;
        return Math.max(1, (long) Math.ceil((1 - tokens) / rate * SECOND / MILLISECOND));
    }

    /// Whether the user has been refused so often that his socket is to be closed; asking begins a new count.
    public synchronized boolean isTooFast() {
        if (refused <= burst) {
            return false;
        }
        refused = 0;
        return true;
    }
}
