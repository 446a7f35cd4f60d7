package dev.hongyan.push.outlet;

import java.util.concurrent.atomic.AtomicLong;

/// How much of what was read from the log waits for all sockets together. Each of them may hold a whole answer of
/// the log; of ten thousand that do not read that would be more memory than there is.
public final class Backlog {
    private final AtomicLong bytes = new AtomicLong();
    private final long limit;

    /// @param limit from so many bytes on nothing more is read from the log
    public Backlog(long limit) {
        this.limit = limit;
    }

    void add(int change) {
        bytes.addAndGet(change);
    }

    /// Whether so much waits that some of it has to go first.
    public boolean isFull() {
        return bytes.get() >= limit;
    }
}
