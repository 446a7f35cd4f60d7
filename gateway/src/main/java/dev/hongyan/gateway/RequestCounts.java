package dev.hongyan.gateway;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What the gateway counts.
final class RequestCounts {
    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger sockets = new AtomicInteger();

    /// One request, counted once however it ends.
    final class Ticket {
        private final String upstream;
        private boolean ended;

        private Ticket(String upstream) {
            this.upstream = upstream;
            underWay.incrementAndGet();
        }

        void end(int status) {
            if (!ended) {
                ended = true;
                underWay.decrementAndGet();
                requests.computeIfAbsent(
                                "upstream=\"" + upstream + "\",status=\"" + status + "\"", _ -> new LongAdder())
                        .increment();
            }
        }
    }

    Ticket begin(String upstream) {
        return new Ticket(upstream);
    }

    void socketOpened() {
        sockets.incrementAndGet();
    }

    void socketClosed() {
        sockets.decrementAndGet();
    }

    int underWay() {
        return underWay.get();
    }

    /// The Prometheus text format.
    String text() {
        StringBuilder text = new StringBuilder("# TYPE im_gateway_requests_total counter\n");
        new TreeMap<>(requests)
                .forEach((labels, count) -> text.append("im_gateway_requests_total{")
                        .append(labels)
                        .append("} ")
                        .append(count.sum())
                        .append('\n'));
        text.append("# TYPE im_gateway_requests_under_way gauge\nim_gateway_requests_under_way ")
                .append(underWay.get());
        text.append("\n# TYPE im_gateway_sockets gauge\nim_gateway_sockets ").append(sockets.get());
        return text.append('\n').toString();
    }
}
