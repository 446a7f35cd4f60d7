package dev.hongyan.benchmarks;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Counts every message into the group on every member, and what went wrong with it. Written by the generator's one
/// thread only.
final class Tally {
    private final int members;
    private final GroupLedger ledger;
    private final Phases phases;
    private final Faults faults;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private volatile @Nullable Spans spans;
    private long deliveries;

    Tally(int members, GroupLedger ledger, Phases phases, Faults faults) {
        this.members = members;
        this.ledger = ledger;
        this.phases = phases;
        this.faults = faults;
    }

    /// Keeps from now on how long each message was under way to the last member; null: no longer.
    void keep(@Nullable Spans kept) {
        spans = kept;
    }

    int answered() {
        return answered.get();
    }

    /// How many messages all members have.
    int finished() {
        return finished.get();
    }

    long deliveries() {
        return deliveries;
    }

    void delivered(int member, int index, long seq, long now) {
        deliveries++;
        number(index, seq);
        if (ledger.sender(index) == member && !ledger.answered(index)) {
            faults.overtaken();
        }
        int reached = ledger.deliver(index);
        if (reached == members) {
            phases.of(index).recordDelivered(now - ledger.planned(index));
            Spans kept = spans;
            if (kept != null) {
                kept.add(ledger.planned(index), now);
            }
            finished.getAndIncrement();
        } else if (reached > members) {
            faults.doubled("message " + index + " came " + reached + " times");
        }
    }

    void sent(UUID id, long seq, long now) {
        int index = indexOf(id, "sent");
        if (index >= 0) {
            number(index, seq);
            if (ledger.answer(index)) {
                phases.of(index).recordSent(now - ledger.planned(index));
                answered.getAndIncrement();
            }
        }
    }

    void refused(UUID id) {
        int index = indexOf(id, "refused");
        if (index >= 0) {
            phases.of(index).recordRefusal();
            answered.getAndIncrement();
            finished.getAndIncrement();
        }
    }

    /// Answers the index of the message that is to be sent again; negative for none.
    int retry(UUID id) {
        int index = indexOf(id, "retry");
        if (index >= 0) {
            phases.of(index).recordRetry();
        }
        return index;
    }

    private void number(int index, long seq) {
        if (!ledger.numbered(index, seq)) {
            faults.renumbered("message " + index + " was " + ledger.seq(index) + " and then " + seq);
        }
    }

    private int indexOf(UUID id, String op) {
        int index = ledger.index(id);
        if (index < 0) {
            faults.stranger(op + " " + id);
        }
        return index;
    }
}
