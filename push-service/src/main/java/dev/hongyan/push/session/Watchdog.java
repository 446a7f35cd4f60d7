package dev.hongyan.push.session;

import java.time.Duration;
import java.time.Instant;

/// Watches a socket for silence and for the end of its token. Time in which the server itself does not read counts
/// neither as silence nor towards the token's end, and on reading again some grace is given.
public final class Watchdog {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long GRACE = Duration.ofSeconds(10).toNanos();
    /// Clocks differ, and a fresh token may be on its way.
    private static final Duration AFTER_EXPIRY = Duration.ofSeconds(5);

    private Instant expiresAt;
    private long heardAt = System.nanoTime();
    private long graceUntil = heardAt;
    private boolean reading = true;
    private long errorsSince = heardAt;
    private int errors;

    Watchdog(Instant expiresAt) {
        this.expiresAt = expiresAt;
    }

    /// A frame has come.
    public void heard() {
        heardAt = System.nanoTime();
    }

    /// Counts a frame that was not understood; whether there were too many within a minute.
    public boolean isOneErrorTooMany(int atMost) {
        long now = System.nanoTime();
        if (now - errorsSince > MINUTE) {
            errorsSince = now;
            errors = 0;
        }
        errors++;
        return errors > atMost;
    }

    /// A fresh token is good until then.
    public void extend(Instant end) {
        if (end.isAfter(expiresAt)) {
            expiresAt = end;
        }
    }

    void setReading(boolean reading) {
        if (reading && !this.reading) {
            graceUntil = System.nanoTime() + GRACE;
        }
        this.reading = reading;
    }

    boolean isSilent(Duration atMost, long now) {
        return reading && now - graceUntil >= 0 && now - heardAt > atMost.toNanos();
    }

    boolean isExpired(Instant time, long now) {
        return reading && now - graceUntil >= 0 && time.isAfter(expiresAt.plus(AFTER_EXPIRY));
    }
}
