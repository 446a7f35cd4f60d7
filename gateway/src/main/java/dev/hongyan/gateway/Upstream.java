package dev.hongyan.gateway;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The instances of one service, taken in turn. Who refused a connection within the last second, or is not ready as far
/// as [ReadinessWatch] knows, comes after the others.
final class Upstream {
    private static final long PAUSE_NANOS = 1_000_000_000L;

    /// One address of a service.
    static final class Instance {
        final String host;
        final int port;
        private volatile long refusedAt = System.nanoTime() - PAUSE_NANOS;
        private volatile boolean ready = true;

        Instance(URI address) {
            this.host = address.getHost();
            this.port = address.getPort() < 0 ? 80 : address.getPort();
        }

        void refused() {
            refusedAt = System.nanoTime();
        }

        void ready(boolean now) {
            ready = now;
        }

        private boolean healthy() {
            return ready && System.nanoTime() - refusedAt >= PAUSE_NANOS;
        }
    }

    private final String name;
    private final List<Instance> instances;
    private final AtomicInteger turn = new AtomicInteger();

    Upstream(String name, List<String> addresses) {
        this.name = name;
        this.instances = addresses.stream().map(URI::create).map(Instance::new).toList();
    }

    String name() {
        return name;
    }

    List<Instance> instances() {
        return instances;
    }

    /// All instances in the order in which they are to be tried: the healthy ones in turn, then, because the judgement
    /// may be too hard or already wrong, the others.
    List<Instance> candidates() {
        if (instances.size() == 1) {
            return instances;
        }
        int first = Math.floorMod(turn.getAndIncrement(), instances.size());
        List<Instance> ordered = new ArrayList<>(instances.size());
        List<Instance> doubtful = new ArrayList<>(instances.size());
        for (int i = 0; i < instances.size(); i++) {
            Instance instance = instances.get((first + i) % instances.size());
            (instance.healthy() ? ordered : doubtful).add(instance);
        }
        ordered.addAll(doubtful);
        return ordered;
    }
}
