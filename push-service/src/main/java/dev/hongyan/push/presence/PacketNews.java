package dev.hongyan.push.presence;

import dev.hongyan.contracts.redpacket.PacketChanged;
import dev.hongyan.contracts.redpacket.PacketState;
import dev.hongyan.push.frame.ServerFrame;
import dev.hongyan.push.session.Conversation;
import dev.hongyan.push.session.Registry;
import dev.hongyan.push.session.Subscription;
import io.netty.channel.EventLoop;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Progress of red packets on its way to those who see them: the first is told at once, and of what comes within a
/// second of it the newest state. Events may overtake one another, so an older state is never told after a newer one.
@ApplicationScoped
public class PacketNews {
    private static final Logger LOG = Logger.getLogger(PacketNews.class);
    private static final Duration PACE = Duration.ofSeconds(1);
    private static final int KNOWN_PACKETS = 10_000;
    /// A loop has other things to do after so many.
    private static final int SLICE = 200;

    private final Registry registry;
    private final Map<UUID, PacketChanged> gathered = new LinkedHashMap<>();
    /// Versions that were told; used by the thread alone.
    private final Map<UUID, Long> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Long> eldest) {
            return size() > KNOWN_PACKETS;
        }
    };
    private final Semaphore news = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("packet-news").unstarted(this::run);

    @Inject
    PacketNews(Registry registry) {
        this.registry = registry;
    }

    @PostConstruct
    void start() {
        thread.start();
    }

    @PreDestroy
    void stop() {
        thread.interrupt();
    }

    /// A packet has changed, as an event says. Nobody sees one that is pending, nor one that never came: its sender may
    /// not write there.
    public void apply(PacketChanged changed) {
        boolean shown = changed.state() != PacketState.PENDING && changed.state() != PacketState.VOID;
        if (!shown || registry.conversation(changed.conversation()) == null) {
            return;
        }
        synchronized (gathered) {
            gathered.merge(changed.packet(), changed, (one, other) -> other.version() > one.version() ? other : one);
        }
        news.release();
    }

    private void run() {
        try {
            while (true) {
                news.acquire();
                news.drainPermits();
                tellAll();
                TimeUnit.NANOSECONDS.sleep(PACE.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellAll() {
        for (PacketChanged changed : some()) {
            try {
                tell(changed);
            } catch (Throwable e) { // out of memory beside the heap too; without this thread no progress is told
                LOG.error("packet cannot be told", e);
            }
        }
    }

    private List<PacketChanged> some() {
        synchronized (gathered) {
            List<PacketChanged> all = List.copyOf(gathered.values());
            gathered.clear();
            return all;
        }
    }

    private void tell(PacketChanged changed) {
        Long before = told.get(changed.packet());
        Conversation conversation = registry.conversation(changed.conversation());
        if (conversation == null || (before != null && before >= changed.version())) {
            return;
        }
        byte[] frame = ServerFrame.packet(
                changed.packet(), changed.conversation(), changed.state().wireName(), changed.claimedCount());
        for (Subscription[] part : conversation.byLoop()) {
            EventLoop loop = part[0].session().loop();
            loop.execute(() -> tell(loop, part, 0, frame));
        }
        told.put(changed.packet(), changed.version());
    }

    private static void tell(EventLoop loop, Subscription[] part, int from, byte[] frame) {
        int to = Math.min(from + SLICE, part.length);
        for (int i = from; i < to; i++) {
            if (part[i].isActive()) {
                part[i].session().tell(frame);
            }
        }
        if (to < part.length) {
            loop.execute(() -> tell(loop, part, to, frame));
        }
    }
}
