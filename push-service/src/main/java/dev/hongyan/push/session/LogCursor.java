package dev.hongyan.push.session;

import dev.hongyan.push.messagelog.LogRun;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far one session has got in one conversation; settles order, duplicates and holes.
///
/// While it catches up, live records are not queued: only the highest number is noted, and reading from the log repeats
/// until that number is reached. Once live, a record is passed on when it continues what was sent; one that comes too
/// early waits for the missing part, and if that does not come, the log is asked.
public class LogCursor {
    /// More records than these are not kept behind a hole; the log has them.
    private static final int MAX_EARLY = 32;

    private long sent;
    private long known;
    private boolean live;
    private @Nullable List<LogRun> early;

    LogCursor(long after) {
        this.sent = after;
        this.known = after;
    }

    /// Everything up to here has been put into the session's queue.
    public final long sent() {
        return sent;
    }

    /// The highest number that is known to exist.
    public final long known() {
        return known;
    }

    /// Whether records are passed on as they come.
    public final boolean isLive() {
        return live;
    }

    /// Whether something is missing although the cursor is live.
    public final boolean hasHole() {
        return live && known > sent;
    }

    /// What of a live record is to be sent now; null when nothing is. After a run, {@link #nextEarly} may have more.
    final @Nullable LogRun live(LogRun run) {
        known = Math.max(known, run.to());
        if (!live || run.to() <= sent) {
            return null;
        }
        if (run.from() > sent + 1) {
            keep(run);
            return null;
        }
        LogRun fresh = run.after(sent);
        sent = run.to();
        return fresh;
    }

    /// A record that waited behind a hole which has closed; null when there is none.
    final @Nullable LogRun nextEarly() {
        if (early == null) {
            return null;
        }
        for (int i = 0; i < early.size(); i++) {
            LogRun run = early.get(i);
            if (run.from() <= sent + 1) {
                early.remove(i);
                if (run.to() > sent) {
                    return live(run);
                }
                i--;
            }
        }
        if (early.isEmpty()) {
            early = null;
        }
        return null;
    }

    /// Notes that a number exists, as message-service says.
    final void note(long head) {
        known = Math.max(known, head);
    }

    /// Begins to read from the log; live records are only noted from now on.
    final void catchUp() {
        live = false;
        early = null;
    }

    /// What of a range read from the log is to be sent.
    ///
    /// @param run covers up to `run.to()`, whatever lay before it
    final LogRun pulled(LogRun run) {
        LogRun fresh = run.after(sent);
        sent = Math.max(sent, run.to());
        known = Math.max(known, sent);
        return fresh;
    }

    /// Goes live if everything known has been sent; otherwise the log must be read on.
    public final boolean goLive() {
        live = known <= sent;
        return live;
    }

    /// The log ends before what the client claims to hold: what comes next is to reach it all the same.
    ///
    /// @return whether the position has changed, so that the log must be asked again
    public final boolean fallBackTo(long head) {
        if (sent <= head) {
            return false;
        }
        sent = head;
        known = head;
        return true;
    }

    private void keep(LogRun run) {
        if (early == null) {
            early = new ArrayList<>(2);
        }
        if (early.size() < MAX_EARLY) {
            early.add(run);
        }
    }
}
