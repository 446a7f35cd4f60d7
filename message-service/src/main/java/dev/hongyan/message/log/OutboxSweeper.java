package dev.hongyan.message.log;

import dev.hongyan.contracts.Topics;
import dev.hongyan.kit.outbox.EventProducer;
import dev.hongyan.message.log.OutboxRepository.Left;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Publishes from the log what a crash, a full queue or a broker that was away has left: rows older than two
/// seconds, oldest first, a page at a time, in one process at a time. Never by "id greater than the last": ids
/// become visible out of order. A row that can never be published is set aside and told of; it holds no other
/// up.
@ApplicationScoped
class OutboxSweeper {
    private static final Logger LOG = Logger.getLogger(OutboxSweeper.class);
    private static final long PERIOD_MILLIS = 1_000;
    private static final long SEND_SECONDS = 2;
    /// So many rows that do not get through are taken for a broker that is away.
    private static final int MOST_OPEN = 2_000;
    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(2);
    private static final long SWEEP_LOCK = 8;

    private final LogConnections connections;
    private final OutboxRepository repository;
    private final Acknowledged acknowledged;
    private final EventProducer producer;
    private final Workers workers;
    private final Duration age;
    private final Counter published;
    private final Counter failed;
    private final Counter dead;
    /// Sends that were not done when they had been waited for, by row.
    private final Map<Long, CompletableFuture<Void>> open = new HashMap<>();
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
        this.failed = metrics.counter("im_sweeper_failed_total");
        this.dead = metrics.counter("im_dlq_total", "topic", Topics.MESSAGE.topicName(), "reason", "unpublishable");
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

    /// The lock belongs to the session, not to a transaction: nothing may stay open while the broker is waited
    /// for. So the session is our own, and whatever goes wrong ends it and the lock with it.
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
            repository.readByIndex(open);
        }
        return open;
    }

    private void disconnect() {
        LogConnections.close(kept);
        kept = null;
    }

    private static boolean taken(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select pg_try_advisory_lock(" + SWEEP_LOCK + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }

    void sweep(Connection connection) throws SQLException, TimeoutException, InterruptedException {
        settle(connection);
        long after = 0;
        for (List<Left> page = repository.listLeft(connection, age, after);
                !page.isEmpty();
                page = repository.listLeft(connection, age, after)) {
            after = page.getLast().id();
            publish(
                    connection,
                    page.stream()
                            .filter(row -> !acknowledged.isOnTheWay(row.id()) && !open.containsKey(row.id()))
                            .toList());
        }
    }

    /// What has become of sends that an earlier sweep left open. One that failed is sent again.
    private void settle(Connection connection) throws SQLException {
        List<Long> sent = new ArrayList<>();
        open.entrySet().removeIf(each -> {
            boolean done = each.getValue().isDone();
            if (done && !each.getValue().isCompletedExceptionally()) {
                sent.add(each.getKey());
            }
            return done;
        });
        repository.delete(connection, sent);
        published.increment(sent.size());
    }

    /// Sends all of the page, waits once, deletes once.
    private void publish(Connection connection, List<Left> page)
            throws SQLException, TimeoutException, InterruptedException {
        List<CompletableFuture<Void>> sends = send(connection, page);
        waitFor(sends);
        boolean away = !page.isEmpty() && sends.stream().noneMatch(CompletableFuture::isDone);
        List<Long> sent = new ArrayList<>(page.size());
        for (int i = 0; i < page.size(); i++) {
            CompletableFuture<Void> send = sends.get(i);
            if (!send.isDone()) {
                open.put(page.get(i).id(), send);
            } else if (!send.isCompletedExceptionally()) {
                sent.add(page.get(i).id());
            } else if (LeftRecords.isBrokerAway(send)) {
                away = true;
            } else {
                notPublished(connection, page.get(i), send.exceptionNow());
            }
        }
        repository.delete(connection, sent);
        published.increment(sent.size());
        if (away || (!page.isEmpty() && open.size() >= MOST_OPEN)) {
            throw new TimeoutException("broker away");
        }
    }

    List<CompletableFuture<Void>> send(Connection connection, List<Left> page) throws SQLException, TimeoutException {
        return new LeftRecords(producer, page).send(connection, repository);
    }

    /// Waits for them, but not for ever: a partition without a leader keeps its own records only. They are sent again
    /// when
    /// they have failed, not before.
    private static void waitFor(List<CompletableFuture<Void>> sends) throws InterruptedException {
        try {
            CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new))
                    .handle((_, _) -> true)
                    .get(SEND_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.debugf("sends are open, rows=%d", sends.size());
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing is thrown there", e);
        }
    }

    /// What cannot be read or is too large will be so for ever. Left in the outbox it would look as if
    /// publishing lagged, for ever too. Anything else, such as a right that is missing at the broker, may be
    /// mended.
    private void notPublished(Connection connection, Left row, Throwable failure) throws SQLException {
        failed.increment();
        if (failure instanceof RecordTooLargeException || failure instanceof SerializationException) {
            repository.setAside(connection, row.id(), failure.toString());
            dead.increment();
            LOG.errorf(failure, "dead letter, outbox row set aside, id=%d", row.id());
        } else {
            LOG.warnf("outbox row not published, id=%d cause=%s", row.id(), failure);
        }
    }
}
