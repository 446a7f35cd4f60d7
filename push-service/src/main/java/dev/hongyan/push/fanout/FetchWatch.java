package dev.hongyan.push.fanout;

import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;

/// Whether fetches come back. An empty poll does not tell a quiet broker from a dead one; the number of answered
/// fetches
/// does, since a broker answers every half second even when it has nothing.
final class FetchWatch {
    private final Consumer<byte[], byte[]> consumer;
    private Optional<Metric> fetches = Optional.empty();
    private double seen;

    FetchWatch(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /// Whether a fetch has been answered since the last call.
    boolean hasFetched() {
        if (fetches.isEmpty()) {
            fetches = consumer.metrics().entrySet().stream()
                    .filter(entry -> entry.getKey().name().equals("fetch-total")
                            && entry.getKey().group().equals("consumer-fetch-manager-metrics")
                            && entry.getKey().tags().size() == 1)
                    .<Metric>map(entry -> entry.getValue())
                    .findFirst();
        }
        double now = fetches.map(metric -> ((Number) metric.metricValue()).doubleValue())
                .orElse(0.0);
        boolean more = now > seen;
        seen = now;
        return more;
    }
}
