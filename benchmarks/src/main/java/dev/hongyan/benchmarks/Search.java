package dev.hongyan.benchmarks;

import java.util.function.IntFunction;

/// Looks for the highest rate that is held, upward from a rate that should be, downward when it is not.
final class Search {
    private static final double UP = 1.1;
    private static final double DOWN = 0.9;
    private static final int MOST_TRIES = 7;

    private Search() {}

    /// Measures until one rate is held and the next one is not, at most seven times; answers the highest that was held,
    /// 0 if none.
    static int highest(int first, IntFunction<Measurement> measure) {
        int rate = round(first);
        int best = 0;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            boolean held = measure.apply(rate).phase().held();
            if (held) {
                best = rate;
                rate = round(rate * UP);
            } else if (best > 0) {
                return best;
            } else {
                rate = round(rate * DOWN);
            }
        }
        return best;
    }

    private static int round(double rate) {
        return (int) Math.max(100, Math.round(rate / 100) * 100);
    }
}
