package dev.hongyan.push.fanout;

import java.time.Duration;

/// When heads are compared with message-service, and which. Records are a hint that may be lost, and the last message
/// of
/// a quiet conversation leaves no hole behind it: so a part is compared all the time, and everything while the way of
/// the
/// records cannot be trusted.
final class HeadsSchedule {
    /// What is to be compared now.
    enum Scope {
        NOTHING,
        /// The next part of what is held; all parts take one {@link #ROUND}.
        PART,
        ALL
    }

    /// The time between two comparisons.
    static final Duration PACE = Duration.ofSeconds(2);
    /// Within this time everything held has been compared.
    static final Duration ROUND = Duration.ofSeconds(60);
    /// Without a fetch for so long the records are not trusted.
    static final Duration FETCH_PATIENCE = Duration.ofSeconds(3);

    private long comparedAt;
    private boolean lost = true;

    HeadsSchedule(long now) {
        this.comparedAt = now - PACE.toNanos();
    }

    /// Records may have been missed: a reset, a truncation, a new partition.
    synchronized void lostTrack() {
        lost = true;
    }

    /// What to compare now.
    ///
    /// @param sinceFetch how long ago records were fetched last
    /// @param lagging    whether message-service says that its records come late
    synchronized Scope next(long now, Duration sinceFetch, boolean lagging) {
        boolean due = now - comparedAt >= PACE.toNanos();
        boolean distrust = lagging || sinceFetch.compareTo(FETCH_PATIENCE) >= 0;
        if (distrust) {
            lost = true; // so that everything is compared once more when it is over
        }
        if (lost && (due || !distrust)) {
            return Scope.ALL;
        }
        return due ? Scope.PART : Scope.NOTHING;
    }

    /// The comparison has succeeded.
    synchronized void compared(Scope scope, long now) {
        comparedAt = now;
        if (scope == Scope.ALL) {
            lost = false;
        }
    }

    /// The comparison has failed; what was lost stays lost.
    synchronized void failed(long now) {
        comparedAt = now;
    }
}
