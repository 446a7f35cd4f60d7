package dev.hongyan.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/// Looks for the highest rate that is held, upward from a rate that should be, downward when it is not.
final class Search {
    private static final double UP = 1.1;
    private static final double DOWN = 0.9;
    private static final int MOST_TRIES = 7;

    /// How often a rate was tried, and how often held.
    private record Score(int tried, int held) {
        Score plus(boolean once) {
            return new Score(tried + 1, held + (once ? 1 : 0));
        }
    }

    private final Map<Integer, Score> scores = new HashMap<>();

    private Search() {}

    /// @param rate  the highest that was held, 0 if none
    /// @param tried in how many phases that rate was tried
    /// @param held  in how many of them it was held
    /// @param ended whether a higher one was tried and not held; else there may be more in it
    record Result(int rate, int tried, int held, boolean ended) {
        @Override
        public String toString() {
            if (rate == 0) {
                return "none of those tried";
            }
            return (ended ? "" : "at least ")
                    + rate
                    + (held < tried ? " (in " + held + " of " + tried + " phases)" : "");
        }
    }

    /// Measures until one rate is held and the next one is not, at most seven times.
    ///
    /// @param step all rates are multiples of it
    static Result highest(int first, int step, IntFunction<Measurement> measure) {
        return new Search().search(first, step, measure);
    }

    private Result search(int first, int step, IntFunction<Measurement> measure) {
        int rate = round(first, step);
        int best = 0;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            boolean held = measure.apply(rate).phase().held();
            scores.put(rate, scores.getOrDefault(rate, new Score(0, 0)).plus(held));
            if (held) {
                best = rate;
                rate = Math.max(rate + step, round(rate * UP, step));
            } else if (best > 0 || rate == step) {
                break;
            } else {
                rate = Math.max(step, Math.min(rate - step, round(rate * DOWN, step)));
            }
        }
        int highest = best;
        Score score = scores.getOrDefault(highest, new Score(0, 0));
        boolean ended = scores.keySet().stream().anyMatch(tried -> tried > highest);
        return new Result(highest, score.tried, score.held, ended);
    }

    private static int round(double rate, int step) {
        return (int) Math.max(step, Math.round(rate / step) * step);
    }
}
