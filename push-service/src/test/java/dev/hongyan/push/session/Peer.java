package dev.hongyan.push.session;

import dev.hongyan.push.Wire;
import dev.hongyan.push.messagelog.Runs;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// A session and the other end of its socket, on an event loop that runs when it is told to.
public final class Peer {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Registry registry;
    private final List<Subscription> pulled = new ArrayList<>();
    private final List<Integer> closed = new CopyOnWriteArrayList<>();
    private final Sessions sessions;
    private final Session session;
    private volatile boolean broken;

    public Peer() {
        this(new Registry(), Runs.SENDER, Map.of());
    }

    public Peer(Registry registry, UUID user, Map<String, String> settings) {
        this.registry = registry;
        this.sessions = sessions(registry, (one, missing) -> pulled.addAll(missing), settings);
        Owner owner = new Owner(user, UUID.randomUUID(), Instant.now().plusSeconds(600), Locale.ENGLISH);
        this.session = sessions.open(owner, new Socket() {
            @Override
            public EmbeddedChannel channel() {
                if (broken) {
                    throw new IllegalStateException("broken");
                }
                return channel;
            }

            @Override
            public void close(int code) {
                closed.add(code);
            }
        });
    }

    public static Sessions sessions(Registry registry, LogPull pull, Map<String, String> settings) {
        return new Sessions(config(settings), metrics(), registry, pull);
    }

    public static PushMetrics metrics() {
        return metrics(new SimpleMeterRegistry());
    }

    public static PushMetrics metrics(MeterRegistry registry) {
        return new PushMetrics(registry);
    }

    public static PushConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PushConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(PushConfig.class);
    }

    public EmbeddedChannel channel() {
        return channel;
    }

    public Registry registry() {
        return registry;
    }

    public Sessions sessions() {
        return sessions;
    }

    public Session session() {
        return session;
    }

    /// What was asked to be read from the log.
    public List<Subscription> pulled() {
        return pulled;
    }

    /// The codes that the socket was closed with.
    public List<Integer> closed() {
        return closed;
    }

    /// What has been sent since the last call.
    public List<String> frames() {
        channel.runPendingTasks();
        List<String> frames = new ArrayList<>();
        for (ByteBuf wire = channel.readOutbound(); wire != null; wire = channel.readOutbound()) {
            frames.addAll(Wire.frames(wire));
        }
        return frames;
    }

    /// Whether the socket takes bytes.
    public void setWritable(boolean writable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
    }

    /// Whether whatever touches the socket fails in a way that nobody has thought of.
    public void setBroken(boolean broken) {
        this.broken = broken;
    }

    /// Makes the session live in a conversation of two.
    public Subscription live(UUID conversation, long sent) {
        session.subscriptions().beginResume();
        session.subscriptions().entering();
        Subscription subscription = session.subscriptions().enter(conversation, sent);
        subscription.conversation().describe("direct", 2, sent);
        subscription.confirm();
        subscription.goLive();
        session.subscriptions().resumed();
        frames();
        return subscription;
    }
}
