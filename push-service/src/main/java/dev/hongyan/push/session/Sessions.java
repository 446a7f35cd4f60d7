package dev.hongyan.push.session;

import dev.hongyan.contracts.Ids;
import dev.hongyan.push.frame.ServerFrame;
import dev.hongyan.push.outlet.Backlog;
import dev.hongyan.push.outlet.OutletLoop;
import io.netty.channel.EventLoop;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Opens and closes sessions, and looks after all of them once a second, each on its own loop.
@ApplicationScoped
public class Sessions {
    private static final Logger LOG = Logger.getLogger(Sessions.class);

    private static final long STUCK = Duration.ofSeconds(1).toNanos();
    /// Of the heap, for what was read from the log and not yet taken by the sockets.
    private static final int BACKLOG_SHARE = 8;

    private final PushConfig config;
    private final PushMetrics metrics;
    private final Registry registry;
    private final LogPull pull;
    private final Backlog backlog;
    private final Map<EventLoop, OutletLoop> loops = new ConcurrentHashMap<>();

    @Inject
    Sessions(PushConfig config, PushMetrics metrics, Registry registry, LogPull pull) {
        this.config = config;
        this.metrics = metrics;
        this.registry = registry;
        this.pull = pull;
        this.backlog =
                new Backlog(config.backlogBytes().orElse(Runtime.getRuntime().maxMemory() / BACKLOG_SHARE));
    }

    Backlog backlog() {
        return backlog;
    }

    PushConfig config() {
        return config;
    }

    PushMetrics metrics() {
        return metrics;
    }

    Registry registry() {
        return registry;
    }

    LogPull pull() {
        return pull;
    }

    /// A session on a socket that has just opened, on the socket's loop; the first frame is its welcome.
    public Session open(Owner owner, Socket socket) {
        OutletLoop loop = loops.computeIfAbsent(socket.channel().eventLoop(), this::newLoop);
        Session session = new Session(this, Ids.v7(), owner, socket, loop);
        metrics.open(1);
        int heartbeat = Math.toIntExact(config.heartbeat().toSeconds());
        session.answer(ServerFrame.welcome(owner.user(), owner.device(), heartbeat, Instant.now()));
        return session;
    }

    /// The socket of a session has gone.
    public void closed(Session session, int closeCode) {
        metrics.open(-1);
        session.closed(closeCode);
        metrics.queued(session.outlet().growth());
    }

    private OutletLoop newLoop(EventLoop loop) {
        var _ = loop.scheduleAtFixedRate(this::lookAfterThisLoop, 1, 1, TimeUnit.SECONDS);
        return new OutletLoop(loop, config.flushInterval(), backlog);
    }

    private void lookAfterThisLoop() {
        long now = System.nanoTime();
        Instant time = Instant.now();
        registry.forgetLimits(now);
        for (Session session : registry.sessions()) {
            try {
                if (session.loop().inEventLoop() && session.isOpen()) {
                    lookAfter(session, time, now);
                }
            } catch (RuntimeException e) { // would end the looking after all others for good
                LOG.errorf(e, "session cannot be looked after, session=%s", session.id());
            }
        }
    }

    private void lookAfter(Session session, Instant time, long now) {
        metrics.queued(session.outlet().growth());
        Duration silence = config.heartbeat().multipliedBy(2);
        if (session.outlet().isBlockedFor(config.slowAfter().toNanos(), now)) {
            metrics.slow();
            session.bye(ServerFrame.Reason.POLICY, 1_000);
        } else if (backlog.isFull() && session.outlet().holdsUp(STUCK, now)) {
            session.lag(); // or everybody would wait for those who do not read
        } else if (session.watchdog().isExpired(time, now)) {
            session.bye(ServerFrame.Reason.TOKEN_EXPIRED, 0);
        } else if (session.watchdog().isSilent(silence, now)) {
            session.abort(4408);
        }
    }
}
