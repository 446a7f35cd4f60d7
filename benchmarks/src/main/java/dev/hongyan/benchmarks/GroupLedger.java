package dev.hongyan.benchmarks;

import java.util.Arrays;
import java.util.UUID;

/// What became of every message into the group, by its index, which its id holds (see [Ledger]). Written by the
/// generator's one thread only.
final class GroupLedger {
    private final long runHalf;
    private long[] planned = new long[1 << 12];
    private int[] sender = new int[1 << 12];
    private int[] seq = new int[1 << 12];
    private int[] delivered = new int[1 << 12];
    private boolean[] answered = new boolean[1 << 12];
    private volatile int size;

    /// @param runHalf the first 64 bits of every id
    GroupLedger(long runHalf) {
        this.runHalf = runHalf;
    }

    int size() {
        return size;
    }

    long runHalf() {
        return runHalf;
    }

    int plan(long plannedNanos, int member) {
        int index = size;
        if (index == planned.length) {
            int more = 2 * index;
            planned = Arrays.copyOf(planned, more);
            sender = Arrays.copyOf(sender, more);
            seq = Arrays.copyOf(seq, more);
            delivered = Arrays.copyOf(delivered, more);
            answered = Arrays.copyOf(answered, more);
        }
        planned[index] = plannedNanos;
        sender[index] = member;
        size = index + 1;
        return index;
    }

    /// The index of the message with that id, −1 when it is none of these.
    int index(UUID id) {
        int index = Ledger.index(id);
        return id.getMostSignificantBits() == runHalf && index >= 0 && index < size ? index : -1;
    }

    long planned(int index) {
        return planned[index];
    }

    /// Which member had sent it.
    int sender(int index) {
        return sender[index];
    }

    /// Notes its number; false when it had another one.
    boolean numbered(int index, long number) {
        if (seq[index] == 0) {
            seq[index] = (int) number;
        }
        return seq[index] == number;
    }

    /// The number under which it came, 0 when it never did.
    int seq(int index) {
        return seq[index];
    }

    /// Notes that it was answered; false when it had been before.
    boolean answer(int index) {
        boolean first = !answered[index];
        answered[index] = true;
        return first;
    }

    boolean answered(int index) {
        return answered[index];
    }

    /// Notes a delivery, and answers how many there have been.
    int deliver(int index) {
        return ++delivered[index];
    }

    int delivered(int index) {
        return delivered[index];
    }
}
