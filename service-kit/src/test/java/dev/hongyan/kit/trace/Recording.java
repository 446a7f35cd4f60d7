package dev.hongyan.kit.trace;

import dev.hongyan.kit.testing.RecordingCollector;
import dev.hongyan.kit.testing.RecordingCollector.Recorded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.Attributes;
import java.util.List;

/// Records all steps of this process while it is open, for the tests of the services.
public final class Recording implements AutoCloseable {
    private final RecordingCollector collector = RecordingCollector.start();
    private final Recorder recorder = new Recorder(
            collector.endpoint(), Attributes.empty(), new Recorder.Limits(1, 0), new SimpleMeterRegistry());

    private Recording() {}

    public static Recording start() {
        Recording started = new Recording();
        started.recorder.install();
        return started;
    }

    /// All that have ended and come.
    public List<Recorded> spans() {
        return collector.spans();
    }

    @Override
    public void close() {
        recorder.close();
        collector.close();
    }
}
