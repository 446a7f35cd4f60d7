package dev.hongyan.push.socket;

import dev.hongyan.push.frame.ServerFrame;
import dev.hongyan.push.presence.Positions;
import dev.hongyan.push.resume.DeviceCursors;
import dev.hongyan.push.send.Sending;
import dev.hongyan.push.session.PushMetrics;
import dev.hongyan.push.session.Registry;
import dev.hongyan.push.session.Session;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// The way down: no new sockets, nothing more is read, what is under way is answered, and then everybody is sent away,
/// each to come back at another moment.
@ApplicationScoped
class Draining {
    private static final Logger LOG = Logger.getLogger(Draining.class);
    private static final Duration FOR_ANSWERS = Duration.ofMillis(700);
    private static final int SPREAD_MILLIS = 3_000;

    private final Registry registry;
    private final Sending sending;
    private final Positions positions;
    private final DeviceCursors deviceCursors;
    private final PushMetrics metrics;
    private volatile boolean draining;

    @Inject
    Draining(
            Registry registry, Sending sending, Positions positions, DeviceCursors deviceCursors, PushMetrics metrics) {
        this.registry = registry;
        this.sending = sending;
        this.positions = positions;
        this.deviceCursors = deviceCursors;
        this.metrics = metrics;
    }

    /// Whether the instance is going down.
    boolean isDraining() {
        return draining;
    }

    void drain(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        draining = true;
        metrics.drain();
        LOG.infof("draining, sockets=%d", registry.sessions().size());
        for (Session session : registry.sessions()) {
            session.execute(session::pause);
        }
        long end = System.nanoTime() + FOR_ANSWERS.toNanos();
        while (!sending.isIdle() && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        for (Session session : registry.sessions()) {
            session.execute(() -> sendAway(session));
        }
        positions.flush();
        deviceCursors.flush();
    }

    private static void sendAway(Session session) {
        session.bye(ServerFrame.Reason.DRAINING, ThreadLocalRandom.current().nextInt(SPREAD_MILLIS));
    }
}
