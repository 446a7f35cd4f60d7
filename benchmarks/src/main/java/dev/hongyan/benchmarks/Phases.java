package dev.hongyan.benchmarks;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// All phases of a run, so that what comes late counts for the phase that had sent it and not for the present one.
final class Phases {
    private final List<Phase> all = new CopyOnWriteArrayList<>();

    /// From now on what is planned belongs to this one.
    void enter(Phase next) {
        all.addFirst(next);
    }

    /// The one that was entered last; null before the first.
    @Nullable
    Phase current() {
        return all.isEmpty() ? null : all.getFirst();
    }

    /// The phase of the message of that index.
    Phase of(int index) {
        for (Phase phase : all) {
            if (phase.holds(index)) {
                return phase;
            }
        }
        throw new IllegalStateException("Message " + index + " was sent in no phase");
    }
}
