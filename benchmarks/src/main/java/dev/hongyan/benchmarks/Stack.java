package dev.hongyan.benchmarks;

import dev.hongyan.launcher.Cluster;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/// The programs that are measured, and what looks at them from outside.
record Stack(Cluster cluster, Http http, Database database, Processes processes) {

    static Stack of(Cluster cluster) {
        return new Stack(cluster, new Http(cluster.gateway()), Database.of(cluster), new Processes(cluster.pids()));
    }

    URI sockets(boolean viaGateway) {
        return viaGateway ? cluster.gateway() : cluster.push();
    }

    /// A program that ended and was started again has forgotten its CPU time, and what it did is no figure of this run.
    void requireSameProcesses(Map<String, Long> pids, Faults faults) {
        cluster.pids().forEach((name, pid) -> {
            if (!pid.equals(pids.get(name))) {
                faults.ended(name);
            }
        });
    }

    Map<String, Long> pids() {
        return new LinkedHashMap<>(cluster.pids());
    }
}
