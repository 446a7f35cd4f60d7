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
    private static final int MAX_BUCKETS = 100_000;

    private final LimitConfig config;
    private final MeterRegistry metrics;
    // A bucket that was not touched for a minute is full again, so forgetting it changes nothing.
    private final Cache<Key, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MAX_BUCKETS)
            .expireAfterAccess(Duration.ofMinutes(2))
            .build();

    private record Key(Rule rule, String caller) {}

    private static final class Bucket {
        private final int perMinute;
        private double tokens;
        private long filledAt = System.nanoTime();

        Bucket(int perMinute) {
            this.perMinute = perMinute;
            this.tokens = perMinute;
        }

        /// Zero when one could be taken, or else how long to wait for the next.
        synchronized Duration take() {
            long now = System.nanoTime();
            tokens = Math.min(perMinute, tokens + (double) (now - filledAt) * perMinute / MINUTE);
            filledAt = now;
            if (tokens < 1) {
                return Duration.ofNanos((long) ((1 - tokens) * MINUTE / Math.max(1, perMinute)));
            }
            tokens--;
            return Duration.ZERO;
        }

        synchronized void giveBack() {
            tokens++;
        }
    }

    @Inject
    RateLimits(LimitConfig config, MeterRegistry metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    /// Takes one of what the caller may do; ends the request with 429 when nothing is left.
    public void take(Rule rule, String caller) {
        Duration wait = bucket(rule, caller).take();
        if (wait.isPositive()) {
            metrics.counter("im_ratelimit", "rule", rule.label()).increment();
            throw new ProblemException(ProblemCode.TOO_MANY_REQUESTS).retryAfter(wait);
        }
    }

    /// Takes one for a try that counts only if it finds nothing: a result or an exception gives it back. Taking first
    /// and giving back, rather than counting afterwards, holds the limit against many at the same moment.
    public <T> Optional<T> countEmpty(Rule rule, String caller, Supplier<Optional<T>> attempt) {
        take(rule, caller);
        boolean counts = false;
        try {
            Optional<T> result = attempt.get();
            counts = result.isEmpty();
            return result;
        } finally {
            if (!counts) {
                bucket(rule, caller).giveBack();
            }
        }
    }

    private Bucket bucket(Rule rule, String caller) {
        return buckets.get(new Key(rule, caller), key -> new Bucket(config.perMinute(rule)));
    }
}
