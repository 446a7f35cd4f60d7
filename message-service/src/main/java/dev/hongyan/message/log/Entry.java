package dev.hongyan.message.log;

import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.AppendAnswer;
import java.util.UUID;

/// One append on its way through a lane, with the place where its answer goes.
///
/// Owned by one thread at a time: who submits, then its lane, or the lane's spare while its conversation is
/// parked.
final class Entry {
    /// More than what the content itself takes: the row's other columns, the objects around it.
    static final int OVERHEAD_BYTES = 256;

    private final Append append;
    private final byte[] digest;
    private final Call call;
    private final int index;
    private final long begunNanos;
    private int rounds;
    private boolean parked;

    Entry(Append append, Call call, int index) {
        this.append = append;
        this.digest = append.content().digest();
        this.call = call;
        this.index = index;
        this.begunNanos = System.nanoTime();
    }

    Append append() {
        return append;
    }

    UUID conversation() {
        return append.conversation();
    }

    byte[] digest() {
        return digest;
    }

    int bytes() {
        return append.content().canonical().length + OVERHEAD_BYTES;
    }

    long ageNanos() {
        return System.nanoTime() - begunNanos;
    }

    /// Counts how often the conversation was found locked.
    int skippedAgain() {
        return ++rounds;
    }

    /// Its conversation is held by somebody else for longer than a few rounds.
    void park() {
        if (!parked) {
            parked = true;
            call.park();
        }
    }

    /// Its lane has it again.
    void unpark() {
        if (parked) {
            parked = false;
            call.unpark();
        }
    }

    void answer(AppendAnswer answer) {
        call.answer(index, answer, parked);
    }
}
