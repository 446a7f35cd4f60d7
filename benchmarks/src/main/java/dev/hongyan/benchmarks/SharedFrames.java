package dev.hongyan.benchmarks;

import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Reads `messages` frames that many sockets get alike. Each is scanned once; whatever comes after it with the same
/// bytes, all of them compared, holds the same messages. So a frame of a hundred messages costs little more than its
/// way through memory.
final class SharedFrames {
    /// As many different frames as sockets that are flushed at different moments may get side by side.
    private static final int KEPT = 512;
    /// Number and id of the first message lie before it.
    private static final int HASHED = 128;

    /// The messages of one frame.
    static final class Frame {
        private byte[] bytes = new byte[1 << 12];
        private int length;
        private int size;
        private @Nullable GroupLog[] logs = new GroupLog[128];
        private long[] seqs = new long[128];
        private int[] indices = new int[128];

        int size() {
            return size;
        }

        /// The log it belongs to; null when that is no group's.
        @Nullable
        GroupLog log(int at) {
            return logs[at];
        }

        long seq(int at) {
            return seqs[at];
        }

        /// Which message of the run it is; −1 for any other.
        int index(int at) {
            return indices[at];
        }

        private boolean has(byte[] frame, int frameLength) {
            return Arrays.equals(bytes, 0, length, frame, 0, frameLength);
        }

        private void add(@Nullable GroupLog log, long seq, int index) {
            if (size == seqs.length) {
                logs = Arrays.copyOf(logs, 2 * size);
                seqs = Arrays.copyOf(seqs, 2 * size);
                indices = Arrays.copyOf(indices, 2 * size);
            }
            logs[size] = log;
            seqs[size] = seq;
            indices[size] = index;
            size++;
        }
    }

    private final Function<UUID, @Nullable GroupLog> logOf;
    private final ToIntFunction<UUID> indexOf;
    private final Frame[] kept = new Frame[KEPT];
    private long scanned;

    /// @param logOf   the log of the group with that id, null if it is none
    /// @param indexOf which message of the run has that id, −1 for none
    SharedFrames(Function<UUID, @Nullable GroupLog> logOf, ToIntFunction<UUID> indexOf) {
        this.logOf = logOf;
        this.indexOf = indexOf;
        Arrays.setAll(kept, _ -> new Frame());
    }

    /// What that frame holds; valid until the next call.
    Frame read(byte[] frame, int length) {
        Frame known = kept[hash(frame, length) & (KEPT - 1)];
        if (!known.has(frame, length)) {
            scan(frame, length, known);
        }
        return known;
    }

    /// How many frames were new.
    long scanned() {
        return scanned;
    }

    private void scan(byte[] frame, int length, Frame into) {
        scanned++;
        if (into.bytes.length < length) {
            into.bytes = new byte[2 * length];
        }
        System.arraycopy(frame, 0, into.bytes, 0, length);
        into.length = length;
        into.size = 0;
        FrameScanner.eachMessage(
                frame,
                length,
                (bytes, at, seq, id) ->
                        into.add(logOf.apply(FrameScanner.uuid(bytes, at)), seq, indexOf.applyAsInt(id)));
    }

    private static int hash(byte[] frame, int length) {
        int hash = length;
        for (int at = Math.min(length, HASHED) - 1; at >= 0; at--) {
            hash = 31 * hash + frame[at];
        }
        return hash ^ hash >>> 16;
    }
}
