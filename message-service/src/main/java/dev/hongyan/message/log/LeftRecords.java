package dev.hongyan.message.log;

import dev.hongyan.kit.outbox.EventProducer;
import dev.hongyan.message.log.OutboxRepository.Left;
import dev.hongyan.message.log.OutboxRepository.Range;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/// The records of a page of outbox rows, made from the log as it is read. What is wrong with one row is its own.
final class LeftRecords {
    private final EventProducer producer;
    private final List<Left> page;
    private final List<Range> ranges = new ArrayList<>();
    private final Map<Integer, LogRecord> records = new HashMap<>();
    private final Map<Integer, SerializationException> faults = new HashMap<>();

    LeftRecords(EventProducer producer, List<Left> page) {
        this.producer = producer;
        this.page = page;
        page.forEach(row -> ranges.addAll(row.ranges()));
    }

    /// Reads and sends; for each row of the page what becomes of its records.
    ///
    /// @throws TimeoutException when the broker is away, where each further send would only wait in vain
    List<CompletableFuture<Void>> send(Connection connection, OutboxRepository repository)
            throws SQLException, TimeoutException {
        repository.read(connection, ranges, this::add);
        List<CompletableFuture<Void>> sends = new ArrayList<>(page.size());
        int range = 0;
        for (Left row : page) {
            List<CompletableFuture<Void>> own = new ArrayList<>(row.ranges().size());
            for (int i = 0; i < row.ranges().size(); i++) {
                CompletableFuture<Void> send = finish(range++);
                if (isBrokerAway(send)) {
                    throw new TimeoutException("broker away");
                }
                own.add(send);
            }
            sends.add(CompletableFuture.allOf(own.toArray(CompletableFuture[]::new)));
        }
        return sends;
    }

    private void add(int range, long seq, UUID id, @Nullable UUID sender, Instant at, int flags, byte[] canonical) {
        if (faults.containsKey(range)) {
            return;
        }
        try {
            records.computeIfAbsent(
                            range,
                            _ -> new LogRecord(producer, ranges.get(range).conversation()))
                    .add(seq, id, sender, at, flags, canonical);
        } catch (RuntimeException e) {
            faults.put(range, new SerializationException("not to be made a record", e));
        }
    }

    /// Whether that is what has become of a send already.
    static boolean isBrokerAway(CompletableFuture<Void> send) {
        return send.isCompletedExceptionally() && send.exceptionNow() instanceof RetriableException;
    }

    private CompletableFuture<Void> finish(int range) {
        SerializationException fault = faults.get(range);
        LogRecord record = records.get(range);
        if (fault != null) {
            return CompletableFuture.failedFuture(fault);
        }
        return record == null ? CompletableFuture.completedFuture(null) : record.finish();
    }
}
