package dev.hongyan.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Opens sockets as fast as they resume, so many at a time.
final class Opening {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Devices devices;
    private final Sockets sockets;
    private final Http http;
    private final int atOnce;

    Opening(Devices devices, Sockets sockets, Http http, int atOnce) {
        this.devices = devices;
        this.sockets = sockets;
        this.http = http;
        this.atOnce = atOnce;
    }

    /// Opens those of these people, who have their tokens already, and answers how long it took until all had resumed.
    Duration open(int from, int to) {
        List<String> tokens = new ArrayList<>();
        for (int person = from; person < to; person++) {
            tokens.add(devices.account(person).accessToken(http));
        }
        int before = devices.resumed();
        long start = System.nanoTime();
        for (int person = from; person < to; person++) {
            int begun = person - from;
            devices.open(person, tokens.get(begun));
            Load.await(LIMIT, () -> begun - (devices.resumed() - before) < atOnce);
        }
        boolean all = Load.await(LIMIT, () -> devices.resumed() - before == to - from);
        sockets.requireSound();
        if (!all) {
            throw new IllegalStateException((devices.resumed() - before) + " of " + (to - from) + " devices resumed");
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
