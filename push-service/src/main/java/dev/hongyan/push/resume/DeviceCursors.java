package dev.hongyan.push.resume;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/// How far each device has got, as it has acknowledged. Written in bulk every few seconds: a crash costs repeats only.
@ApplicationScoped
public class DeviceCursors {
    private static final Logger LOG = Logger.getLogger(DeviceCursors.class);

    private final DeviceCursorRepository repository;
    private final Map<Key, Long> moved = new ConcurrentHashMap<>();

    /// Held while cursors are written or deleted, so that none is written after it was deleted.
    private final Lock writing = new ReentrantLock();
    private final AtomicBoolean soon = new AtomicBoolean();

    private record Key(UUID device, UUID conversation) {}

    @Inject
    DeviceCursors(DeviceCursorRepository repository) {
        this.repository = repository;
    }

    /// A device holds everything of a conversation up to there. Never blocks.
    public void move(UUID device, UUID conversation, long seq) {
        moved.merge(new Key(device, conversation), seq, Math::max);
    }

    /// Where the device is in each conversation; empty for one that was never seen.
    Map<UUID, Long> of(UUID device) throws SQLException {
        Map<UUID, Long> cursors = new HashMap<>(repository.list(device));
        moved.forEach((key, seq) -> {
            if (key.device().equals(device)) {
                cursors.merge(key.conversation(), seq, Math::max);
            }
        });
        return cursors;
    }

    /// The session of the account has ended, so the device will not come back.
    public void forget(UUID device) {
        writing.lock();
        try {
            moved.keySet().removeIf(key -> key.device().equals(device));
            repository.delete(device);
        } catch (SQLException e) {
            LOG.warnf("cursors of an ended session stay, cause=%s", e.toString());
        } finally {
            writing.unlock();
        }
    }

    /// A socket has gone, and its device may come back on another instance: what has moved is written soon. Never
    /// blocks.
    public void flushSoon() {
        if (!moved.isEmpty() && soon.compareAndSet(false, true)) {
            Thread.ofVirtual().name("device-cursors").start(() -> {
                soon.set(false);
                flush();
            });
        }
    }

    /// Writes what has moved; what cannot be written now is tried again.
    @Scheduled(every = "3s", concurrentExecution = ConcurrentExecution.SKIP)
    public void flush() {
        writing.lock();
        try {
            write();
        } finally {
            writing.unlock();
        }
    }

    private void write() {
        List<DeviceCursor> batch = new ArrayList<>();
        moved.forEach((key, seq) -> batch.add(new DeviceCursor(key.device(), key.conversation(), seq)));
        if (batch.isEmpty()) {
            return;
        }
        // The same order everywhere, so that two instances never wait for each other crosswise.
        batch.sort(Comparator.comparing(DeviceCursor::device).thenComparing(DeviceCursor::conversation));
        try {
            repository.upsert(batch);
        } catch (SQLException e) {
            LOG.warnf("device cursors not written, count=%d cause=%s", batch.size(), e.toString());
            return;
        }
        for (DeviceCursor written : batch) {
            moved.remove(new Key(written.device(), written.conversation()), written.seq());
        }
    }
}
