package dev.hongyan.message.conversation;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// How fast one user may send by REST: a bucket that holds a burst and fills at a steady rate. Each instance
/// counts for itself.
@ApplicationScoped
class SendLimit {
    private static final int KEPT = 10_000;

    private final Config config;
    private final ConcurrentMap<UUID, Bucket> buckets = new ConcurrentHashMap<>();

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
    SendLimit(Config config) {
        this.config = config;
    }

    /// Takes one token or refuses with the time until the next.
    void take(UUID user) {
        long now = System.nanoTime();
        if (buckets.size() > KEPT) {
            buckets.values().removeIf(bucket -> filled(bucket, now) >= config.burst());
        }
        Bucket after = buckets.merge(
                user, new Bucket(config.burst() - 1, now, true), (bucket, _) -> taken(filled(bucket, now), now));
        if (!after.granted()) {
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
