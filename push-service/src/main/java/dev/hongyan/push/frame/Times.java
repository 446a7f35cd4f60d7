package dev.hongyan.push.frame;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Times as the contract writes them.
public final class Times {
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Times() {}

    /// RFC 3339, UTC, always three digits of milliseconds.
    public static String rfc3339(Instant time) {
        return MILLISECONDS.format(time);
    }
}
