package dev.hongyan.message.log;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Settings of the append path.
@ConfigMapping(prefix = "hongyan.log")
interface LogConfig {
    /// Lanes of the append path: as many as the database has cores for them. push-service has the same setting.
    @WithDefault("${hongyan.lanes:2}")
    int lanes();

    /// Messages that one transaction takes at most.
    @WithDefault("1000")
    int batchSize();

    /// Content that one transaction takes at most.
    @WithDefault("4M")
    MemorySize batchBytes();

    /// Messages that wait in a lane at most; what comes on top is answered `retry` at once.
    @WithDefault("4000")
    int queueSize();

    /// Content that waits in a lane at most.
    @WithDefault("12M")
    MemorySize queueBytes();

    /// How old an append may be when its transaction begins.
    @WithDefault("1500ms")
    Duration deadline();

    /// How long an append that runs alone waits for its conversation.
    @WithDefault("1s")
    Duration patience();

    /// Content that waits for the broker at most; the rest is left to the sweeper.
    @WithDefault("12M")
    MemorySize publisherBytes();

    /// How old an outbox row is before the sweeper takes it.
    @WithDefault("2s")
    Duration sweepAfter();
}
