package dev.hongyan.message.conversation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;

/// How fast one user may send by REST: a bucket that holds a burst and fills at a steady rate. Each instance
/// counts for itself.
@ApplicationScoped
class SendLimit {
    private static final int MOST_USERS = 100_000;

    private final Config config;
    private final Counter refused;
    private final ConcurrentMap<UUID, Bucket> buckets;

    /// Settings of the limit.
    @ConfigMapping(prefix = "hongyan.send-limit")
    interface Config {
        /// Sends at once.
        @WithDefault("200")
        int burst();

        /// Sends a second after that.
        @WithDefault("20")
        int perSecond();
    }

    /// @param granted whether the last one got a token
    private record Bucket(double tokens, long nanos, boolean granted) {}

    @Inject
    SendLimit(Config config, MeterRegistry metrics) {
        if (config.burst() < 1 || config.perSecond() < 1) {
            throw new IllegalArgumentException("hongyan.send-limit.burst and .per-second are at least 1");
        }
        this.config = config;
        this.refused = metrics.counter("im_ratelimit", "rule", "send");
        // By then a bucket is full, and a new one is as good.
        Duration full = Duration.ofSeconds(config.burst() / config.perSecond() + 1L);
        Cache<UUID, Bucket> cache = Caffeine.newBuilder()
                .maximumSize(MOST_USERS)
                .expireAfterAccess(full)
                .build();
        this.buckets = cache.asMap();
    }

    /// Made at the start, so that a setting that cannot be does not wait for the first send.
    void start(@Observes StartupEvent event) {}

    /// Takes one token or refuses with the time until the next.
    void take(UUID user) {
        long now = System.nanoTime();
        Bucket after = buckets.merge(
                user, new Bucket(config.burst() - 1, now, true), (bucket, _) -> taken(filled(bucket, now), now));
        if (!after.granted()) {
            refused.increment();
            throw new ProblemException(ProblemCode.TOO_MANY_REQUESTS)
                    .retryAfter(Duration.ofMillis(1_000L / config.perSecond()));
        }
    }

    private static Bucket taken(double tokens, long now) {
        return tokens >= 1 ? new Bucket(tokens - 1, now, true) : new Bucket(tokens, now, false);
    }

    private double filled(Bucket bucket, long now) {
        double since = (now - bucket.nanos()) / 1e9;
        return Math.min(config.burst(), bucket.tokens() + since * config.perSecond());
    }
}
