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
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/// How far each device has got, as it has acknowledged. Written in bulk every few seconds: a crash costs repeats only.
@ApplicationScoped
public class DeviceCursors {
    private static final Logger LOG = Logger.getLogger(DeviceCursors.class);

    /// Rows of one statement: far below what the database's time-out allows, however much an outage has gathered.
    private static final int CHUNK = 2_000;

    private final DeviceCursorRepository repository;
    /// By device and conversation.
    private final Map<UUID, Map<UUID, Long>> moved = new ConcurrentHashMap<>();

    /// Held while cursors are written or deleted, so that none is written after it was deleted.
    private final Lock writing = new ReentrantLock();
    /// Very many resume at once when an instance has gone; the pool of connections has few.
    private final Semaphore reading = new Semaphore(2, true);
    private final AtomicBoolean soon = new AtomicBoolean();

    @Inject
    DeviceCursors(DeviceCursorRepository repository) {
        this.repository = repository;
    }

    /// A device holds everything of a conversation up to there. Never blocks.
    public void move(UUID device, UUID conversation, long seq) {
        moved.compute(device, (id, known) -> {
            Map<UUID, Long> cursors = known == null ? new ConcurrentHashMap<>(4) : known;
            cursors.merge(conversation, seq, Math::max); // in here, or the map might be dropped as empty just before
            return cursors;
        });
    }

    /// Where the device is in each conversation; empty for one that was never seen.
    Map<UUID, Long> of(UUID device) throws SQLException, InterruptedException {
        // First what waits: what is written meanwhile is in the table by then.
        Map<UUID, Long> waiting = Map.copyOf(moved.getOrDefault(device, Map.of()));
        Map<UUID, Long> cursors = new HashMap<>(list(device));
        waiting.forEach((conversation, seq) -> cursors.merge(conversation, seq, Math::max));
        return cursors;
    }

    private Map<UUID, Long> list(UUID device) throws SQLException, InterruptedException {
        reading.acquire();
        try {
            return repository.list(device);
        } finally {
            reading.release();
        }
    }

    /// The session of the account has ended, so the device will not come back.
    public void forget(UUID device) {
        writing.lock();
        try {
            moved.remove(device);
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
        List<DeviceCursor> all = new ArrayList<>();
        moved.forEach((device, cursors) ->
                cursors.forEach((conversation, seq) -> all.add(new DeviceCursor(device, conversation, seq))));
        // The same order everywhere, so that two instances never wait for each other crosswise.
        all.sort(Comparator.comparing(DeviceCursor::device).thenComparing(DeviceCursor::conversation));
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<DeviceCursor> chunk = all.subList(from, Math.min(from + CHUNK, all.size()));
            try {
                repository.upsert(chunk);
            } catch (SQLException e) {
                LOG.warnf("device cursors not written, count=%d cause=%s", all.size() - from, e.toString());
                return;
            }
            chunk.forEach(this::written);
        }
    }

    /// What has moved on meanwhile stays.
    private void written(DeviceCursor written) {
        moved.computeIfPresent(written.device(), (device, cursors) -> {
            cursors.remove(written.conversation(), written.seq());
            return cursors.isEmpty() ? null : cursors;
        });
    }
}
