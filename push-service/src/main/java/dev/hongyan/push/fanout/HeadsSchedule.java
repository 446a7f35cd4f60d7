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

    /// The time between two comparisons of everything, while that is needed.
    static final Duration PACE = Duration.ofSeconds(2);
    /// The time between two comparisons of a part; their answers also tell that records come late.
    static final Duration PART_PACE = Duration.ofSeconds(1);
    /// Within this time everything held has been compared.
    static final Duration ROUND = Duration.ofSeconds(60);
    /// Without a fetch for so long the records are not trusted.
    static final Duration FETCH_PATIENCE = Duration.ofSeconds(3);

    private long partAt;
    private long allAt;
    private int losses = 1;
    private int comparing;
    private int settled;
    private boolean distrusted;

    HeadsSchedule(long now) {
        this.partAt = now - PART_PACE.toNanos();
        this.allAt = now - PACE.toNanos();
    }

    /// Records may have been missed: a reset, a truncation, a new partition.
    synchronized void lostTrack() {
        losses++;
        allAt -= PACE.toNanos();
    }

    /// What to compare now.
    ///
    /// @param sinceFetch how long ago records were fetched last
    /// @param lagging    whether message-service says that its records come late
    synchronized Scope next(long now, Duration sinceFetch, boolean lagging) {
        boolean distrust = lagging || sinceFetch.compareTo(FETCH_PATIENCE) >= 0;
        boolean begins = distrust && !distrusted;
        distrusted = distrust;
        if (distrust) {
            losses++; // so that everything is compared once more when it is over
        }
        if (losses != settled && (begins || now - allAt >= PACE.toNanos())) {
            comparing = losses;
            return Scope.ALL;
        }
        return now - partAt >= PART_PACE.toNanos() ? Scope.PART : Scope.NOTHING;
    }

    /// The comparison has succeeded.
    synchronized void compared(Scope scope, long now) {
        partAt = now;
        if (scope == Scope.ALL) {
            settled = comparing; // what was lost meanwhile stays lost, and is not waited for
            allAt = losses == settled ? now : now - PACE.toNanos();
        }
    }

    /// The comparison has failed; what was lost stays lost.
    synchronized void failed(Scope scope, long now) {
        partAt = now;
        if (scope == Scope.ALL) {
            allAt = now;
        }
    }
}
