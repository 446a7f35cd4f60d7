package dev.hongyan.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// What became of every message of the run, by its index. Written by the generator's one thread only.
///
/// A message's id holds its index, so nothing has to be looked up when it comes back: the first half is the run's, the
/// last 48 bits are the index.
final class Ledger {
    private static final int CHUNK_BITS = 16;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private static final class Chunk {
        final long[] planned = new long[CHUNK];
        final int[] conversation = new int[CHUNK];
        final int[] seq = new int[CHUNK];
        /// Bit 0: the sender's side. Bits 1 and 2: seen on the devices of side 0 and 1.
        final byte[] flags = new byte[CHUNK];
    }

    private final long runHalf;
    private final List<Chunk> chunks = new ArrayList<>();
    private volatile int size;

    /// @param runHalf the first 64 bits of every id, those of a UUIDv7
    Ledger(long runHalf) {
        this.runHalf = runHalf;
    }

    /// The first half of the ids of a run that begins at that time.
    static long runHalf(long epochMillis, int nonce) {
        return epochMillis << 16 | 0x7000L | (nonce & 0xfff);
    }

    long runHalf() {
        return runHalf;
    }

    UUID id(int index) {
        return new UUID(runHalf, VARIANT | index);
    }

    /// Whether such an id is one of this run.
    boolean isOurs(UUID id) {
        return id.getMostSignificantBits() == runHalf && index(id) < size;
    }

    static int index(UUID id) {
        return (int) id.getLeastSignificantBits();
    }

    int size() {
        return size;
    }

    int plan(long plannedNanos, int conversation, int senderSide) {
        int index = size;
        if (index >> CHUNK_BITS == chunks.size()) {
            chunks.add(new Chunk());
        }
        Chunk chunk = chunks.get(index >> CHUNK_BITS);
        int at = place(index);
        chunk.planned[at] = plannedNanos;
        chunk.conversation[at] = conversation;
        chunk.flags[at] = (byte) senderSide;
        size = index + 1;
        return index;
    }

    long planned(int index) {
        return chunk(index).planned[place(index)];
    }

    int conversation(int index) {
        return chunk(index).conversation[place(index)];
    }

    int senderSide(int index) {
        return chunk(index).flags[place(index)] & 1;
    }

    /// The number it was answered; 0 while there was no answer.
    int seq(int index) {
        return chunk(index).seq[place(index)];
    }

    /// False when it had an answer already.
    boolean acknowledge(int index, int seq) {
        int[] numbers = chunk(index).seq;
        int at = place(index);
        boolean first = numbers[at] == 0;
        if (first) {
            numbers[at] = seq;
        }
        return first;
    }

    /// Notes that a side's device has it; false when it had it before.
    boolean deliver(int index, int side) {
        byte[] flags = chunk(index).flags;
        int at = place(index);
        int bit = 2 << side;
        boolean first = (flags[at] & bit) == 0;
        flags[at] |= (byte) bit;
        return first;
    }

    boolean delivered(int index, int side) {
        return (chunk(index).flags[place(index)] & (2 << side)) != 0;
    }

    private static int place(int index) {
        return index & (CHUNK - 1);
    }

    private Chunk chunk(int index) {
        return chunks.get(index >> CHUNK_BITS);
    }
}
