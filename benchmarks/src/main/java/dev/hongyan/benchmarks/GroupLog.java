package dev.hongyan.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/// What the members' devices hold of one group's log: for each the first and the last number, as what lies between may
/// have no holes. On the generator's thread.
final class GroupLog {
    private final UUID id;
    private final byte[] idBytes;
    private final long[] first;
    private final long[] last;
    private int begun;
    private long allBegunAt;
    private long lastAt;

    GroupLog(UUID id, int members) {
        this.id = id;
        this.idBytes = id.toString().getBytes(StandardCharsets.US_ASCII);
        this.first = new long[members];
        this.last = new long[members];
    }

    UUID id() {
        return id;
    }

    byte[] idBytes() {
        return idBytes;
    }

    /// Notes a message, and answers the number that the member held before, 0 for none.
    long take(int member, long seq, long now) {
        lastAt = now;
        long before = last[member];
        if (before == 0) {
            first[member] = seq;
            begun++;
            allBegunAt = now;
        }
        last[member] = Math.max(before, seq);
        return before;
    }

    /// How many members have got anything.
    int begun() {
        return begun;
    }

    /// When the last of those who have got anything got his first.
    long allBegunAt() {
        return allBegunAt;
    }

    /// When the last message came to anybody.
    long lastAt() {
        return lastAt;
    }

    /// The first number that came to him, 0 for none.
    long first(int member) {
        return first[member];
    }

    /// The last one.
    long last(int member) {
        return last[member];
    }

    /// The highest number that came to anybody.
    long head() {
        return Arrays.stream(last).max().orElse(0);
    }

    /// Whether all hold it up to there.
    boolean allHold(long seq) {
        for (long each : last) {
            if (each < seq) {
                return false;
            }
        }
        return true;
    }
}
