package dev.hongyan.user.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Token buckets, one for each rule and caller. A bucket holds a minute's worth and fills evenly.
@ApplicationScoped
public class RateLimits {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int MAX_BUCKETS = 100_000;

    private final LimitConfig config;
    private final MeterRegistry metrics;
    // A bucket that was not touched for so long is full again, so forgetting it changes nothing.
    private final Cache<Key, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MAX_BUCKETS)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    private record Key(Rule rule, String caller) {}

    private static final class Bucket {
        private final int perMinute;
        private double tokens;
        private int underWay;
        private long filledAt = System.nanoTime();

        Bucket(int perMinute) {
            this.perMinute = perMinute;
            this.tokens = perMinute;
        }

        /// Zero when one could be taken, or else how long to wait for the next.
        synchronized Duration take() {
            fill();
            if (tokens < 1) {
                return untilNext();
            }
            tokens--;
            return Duration.ZERO;
        }

        /// Begins a try: zero when it may go on, or else how long to wait.
        synchronized Duration begin(int atOnce) {
            fill();
            if (tokens < 1) {
                return untilNext();
            }
            if (underWay >= atOnce) {
                return SOON;
            }
            underWay++;
            return Duration.ZERO;
        }

        /// Ends a try. What many at once have failed beyond the limit is waited for afterwards.
        synchronized void end(boolean counts) {
            fill();
            underWay--;
            tokens -= counts ? 1 : 0;
        }

        private void fill() {
            long now = System.nanoTime();
            tokens = Math.min(perMinute, tokens + (double) (now - filledAt) * perMinute / MINUTE);
            filledAt = now;
        }

        private Duration untilNext() {
            return Duration.ofNanos((long) ((1 - tokens) * MINUTE / Math.max(1, perMinute)));
        }
    }

    @Inject
    RateLimits(LimitConfig config, MeterRegistry metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    /// Takes one of what the caller may do; ends the request with 429 when nothing is left.
    public void take(Rule rule, String caller) {
        refuseUnlessZero(bucket(rule, caller).take(), rule);
    }

    /// Makes a try that counts only if it finds nothing: neither a result nor an exception does. It counts when it
    /// has ended, so that many who are right at the same moment never wait for one another; so many at once are the
    /// most that can be wrong before the limit holds.
    ///
    /// @param atOnce how many of the caller's tries may be under way
    public <T> Optional<T> countEmpty(Rule rule, String caller, int atOnce, Supplier<Optional<T>> attempt) {
        Bucket bucket = bucket(rule, caller);
        refuseUnlessZero(bucket.begin(atOnce), rule);
        boolean counts = false;
        try {
            Optional<T> result = attempt.get();
            counts = result.isEmpty();
            return result;
        } finally {
            bucket.end(counts);
        }
    }

    private void refuseUnlessZero(Duration wait, Rule rule) {
        if (wait.isPositive()) {
            metrics.counter("im_ratelimit", "rule", rule.label()).increment();
            throw new ProblemException(ProblemCode.TOO_MANY_REQUESTS).retryAfter(wait);
        }
    }

    private Bucket bucket(Rule rule, String caller) {
        return buckets.get(new Key(rule, caller), key -> new Bucket(config.perMinute(rule)));
    }
}
