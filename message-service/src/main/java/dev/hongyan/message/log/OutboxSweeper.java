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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Publishes from the log what a crash, a full queue or a broker that was away has left: rows older than two
/// seconds, oldest first, in one process at a time. Never by "id greater than the last": ids become visible out of
/// order. A row that cannot be published stays, and holds no other up.
@ApplicationScoped
class OutboxSweeper {
    private static final Logger LOG = Logger.getLogger(OutboxSweeper.class);
    private static final long PERIOD_MILLIS = 1_000;
    private static final long SEND_SECONDS = 10;
    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(2);
    private static final long SWEEP_LOCK = 8;

    private final LogConnections connections;
    private final OutboxRepository repository;
    private final Acknowledged acknowledged;
    private final EventProducer producer;
    private final Workers workers;
    private final Duration age;
    private final Counter published;
    private final Counter unpublishable;
    private final Set<Long> told = new HashSet<>();
    private @Nullable Connection kept;
    private @Nullable Thread thread;

    @Inject
    OutboxSweeper(
            LogConnections connections,
            OutboxRepository repository,
            Acknowledged acknowledged,
            EventProducer producer,
            LogConfig config,
            Workers workers,
            MeterRegistry metrics) {
        this.connections = connections;
        this.repository = repository;
        this.acknowledged = acknowledged;
        this.producer = producer;
        this.workers = workers;
        this.age = config.sweepAfter();
        this.published = metrics.counter("im_sweeper_published_total");
        this.unpublishable = metrics.counter("im_sweeper_failed_total");
    }

    void start(@Observes StartupEvent event) {
        thread = workers.start("outbox-sweeper", this::run);
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
                runSafely();
            }
        } catch (InterruptedException e) {
            LOG.debug("sweeper ends");
        } finally {
            disconnect();
        }
    }

    private void runSafely() throws InterruptedException {
        try {
            sweepAlone();
        } catch (InterruptedException e) {
            throw e;
        } catch (TimeoutException e) {
            LOG.debugf("sweep ended, the broker is away, cause=%s", e);
        } catch (Throwable e) {
            LOG.warnf("sweep ended, cause=%s", e);
            disconnect();
        }
    }

    /// The lock belongs to the session, not to a transaction: nothing may stay open while the broker is waited for.
    /// So the session is our own, and whatever goes wrong ends it and the lock with it.
    private void sweepAlone() throws SQLException, TimeoutException, InterruptedException {
        Connection connection = connect();
        try (Statement statement = connection.createStatement()) {
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

    private Connection connect() throws SQLException {
        Connection open = kept;
        if (open == null) {
            open = connections.openBeside(LONGEST_STATEMENT);
            kept = open;
        }
        return open;
    }

    private void disconnect() {
        Connection open = kept;
        kept = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException ignored) {
            // The server ends the session of a lost connection by itself.
        }
    }

    private static boolean taken(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select pg_try_advisory_lock(" + SWEEP_LOCK + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void sweep(Connection connection) throws SQLException, TimeoutException, InterruptedException {
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

    private void publish(Connection connection, Left row) throws SQLException, TimeoutException, InterruptedException {
        List<CompletableFuture<Void>> sends = new ArrayList<>();
        for (Range range : row.ranges()) {
            sends.add(send(connection, range));
        }
        try {
            CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).get(SEND_SECONDS, TimeUnit.SECONDS);
            repository.delete(List.of(row.id()));
            published.increment();
        } catch (ExecutionException e) {
            if (isBrokerAway(e)) {
                throw new TimeoutException("broker away");
            }
            unpublishable.increment();
            if (told.add(row.id())) {
                LOG.warnf("outbox row not published, id=%d cause=%s", row.id(), e.getCause());
            }
        }
    }

    /// Records of a range again, from the log.
    ///
    /// @throws TimeoutException when the broker is away, where each further send would only wait in vain
    private CompletableFuture<Void> send(Connection connection, Range range) throws SQLException, TimeoutException {
        CompletableFuture<Void> send;
        try {
            LogRecord record = new LogRecord(producer, range.conversation());
            repository.read(connection, range, record);
            send = record.finish();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (send.isCompletedExceptionally() && isBrokerAway(send.exceptionNow())) {
            throw new TimeoutException("broker away");
        }
        return send;
    }

    private static boolean isBrokerAway(Throwable failure) {
        return failure instanceof RetriableException || failure.getCause() instanceof RetriableException;
    }
}
