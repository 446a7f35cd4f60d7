package dev.hongyan.message.log;

import dev.hongyan.kit.outbox.EventProducer;
import dev.hongyan.message.log.OutboxRepository.Left;
import dev.hongyan.message.log.OutboxRepository.Range;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Publishes from the log what a crash, a full queue or a broker that was away has left: rows older than two
/// seconds, oldest first, in one process at a time. Never by "id greater than the last": ids become visible out of
/// order.
@ApplicationScoped
class OutboxSweeper {
    private static final Logger LOG = Logger.getLogger(OutboxSweeper.class);
    private static final long PERIOD_MILLIS = 1_000;
    private static final long SEND_SECONDS = 10;
    private static final long SWEEP_LOCK = 8;

    private final OutboxRepository repository;
    private final Acknowledged acknowledged;
    private final EventProducer producer;
    private final Duration age;
    private final Counter published;
    private @Nullable Thread thread;

    @Inject
    OutboxSweeper(
            OutboxRepository repository,
            Acknowledged acknowledged,
            EventProducer producer,
            LogConfig config,
            MeterRegistry metrics) {
        this.repository = repository;
        this.acknowledged = acknowledged;
        this.producer = producer;
        this.age = config.sweepAfter();
        this.published = metrics.counter("im_sweeper_published_total");
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofPlatform().daemon().name("outbox-sweeper").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            running.join(2_000);
        }
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
                try {
                    sweepAlone();
                } catch (SQLException | ExecutionException | TimeoutException | RuntimeException e) {
                    LOG.debugf("sweep ended, cause=%s", e);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("sweeper ends");
        }
    }

    /// The lock belongs to the session, not to a transaction: nothing may stay open while the broker is waited for.
    private void sweepAlone() throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        try (Connection connection = repository.connect();
                Statement statement = connection.createStatement()) {
            if (!taken(statement)) {
                return;
            }
            try {
                sweep(connection);
            } finally {
                statement.execute("select pg_advisory_unlock(" + SWEEP_LOCK + ")");
            }
        }
    }

    private static boolean taken(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select pg_try_advisory_lock(" + SWEEP_LOCK + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void sweep(Connection connection)
            throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        long after = 0;
        for (List<Left> page = repository.listLeft(connection, age, after);
                !page.isEmpty();
                page = repository.listLeft(connection, age, after)) {
            after = page.getLast().id();
            for (Left row : page) {
                if (!acknowledged.isOnTheWay(row.id())) {
                    publish(connection, row);
                }
            }
        }
    }

    private void publish(Connection connection, Left row)
            throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        List<CompletableFuture<Void>> sends = new ArrayList<>();
        for (Range range : row.ranges()) {
            sends.add(send(connection, range));
            if (sends.getLast().isCompletedExceptionally()) {
                break;
            }
        }
        CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).get(SEND_SECONDS, TimeUnit.SECONDS);
        repository.delete(List.of(row.id()));
        published.increment();
    }

    /// Records of a range again, from the log.
    CompletableFuture<Void> send(Connection connection, Range range) throws SQLException {
        LogRecord record = new LogRecord(producer, range.conversation());
        repository.read(connection, range, record);
        return record.finish();
    }
}
