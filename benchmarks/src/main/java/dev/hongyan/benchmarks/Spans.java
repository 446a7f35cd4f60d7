package dev.hongyan.benchmarks;

import java.util.Arrays;

/// Stretches of time from the instant for which a message was planned to that at which it had come, in the order in
/// which they came. Written by one thread.
final class Spans {
    private long[] starts = new long[1 << 12];
    private long[] ends = new long[1 << 12];
    private volatile int size;

    void add(long start, long end) {
        int at = size;
        if (at == starts.length) {
            starts = Arrays.copyOf(starts, 2 * at);
            ends = Arrays.copyOf(ends, 2 * at);
        }
        starts[at] = start;
        ends[at] = end;
        size = at + 1;
    }

    int size() {
        return size;
    }

    long start(int at) {
        return starts[at];
    }

    long nanos(int at) {
        return ends[at] - starts[at];
    }

    /// Whether one of these has an instant in common with the stretch between those two.
    boolean meets(long start, long end) {
        for (int at = 0; at < size; at++) {
            if (starts[at] <= end && start <= ends[at]) {
                return true;
            }
        }
        return false;
    }
}
