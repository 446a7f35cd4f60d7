package dev.hongyan.message.rule;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.kit.problem.Unavailability;
import dev.hongyan.message.log.RuleTransaction;
import dev.hongyan.message.log.Workers;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Applies events to the rules, gathered in batches on one thread: the rule lock is taken alone for all that came
/// while it was held last.
@ApplicationScoped
public class RuleService {
    private static final Logger LOG = Logger.getLogger(RuleService.class);
    private static final int MOST_GATHERED = 200;
    private static final long PAUSE_MILLIS = 200;
    private static final long PATIENCE_MILLIS = 1_000;

    private final RuleTransaction transaction;
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>(10_000);
    private final Thread thread;

    private record Request(List<EventEnvelope> events, long since, CompletableFuture<Void> done) {
        boolean late() {
            return System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        }
    }

    @Inject
    RuleService(RuleTransaction transaction, Workers workers) {
        this.transaction = transaction;
        this.thread = workers.start("rules", this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        thread.interrupt();
        thread.join(2_000);
    }

    /// Applies all of the events or none; returns after the commit. Applying again is harmless.
    ///
    /// @throws SQLException a transient one when it could not be done in time, another when the events are at fault
    public void apply(List<EventEnvelope> events) throws SQLException, InterruptedException {
        Request request = new Request(events, System.nanoTime(), new CompletableFuture<>());
        if (!requests.offer(request)) {
            throw new SQLTransientException("too many changes of rules are waiting");
        }
        try {
            request.done().get(2 * PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SQLTransientException("rules not applied in time", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException failure ? failure : new SQLException(e.getCause());
        }
    }

    private void run() {
        try {
            while (true) {
                List<Request> gathered = new ArrayList<>();
                gathered.add(requests.take());
                requests.drainTo(gathered, MOST_GATHERED - 1);
                runSafely(gathered);
            }
        } catch (InterruptedException e) {
            LOG.debug("rules end");
        }
    }

    /// A fault must not end the thread.
    private void runSafely(List<Request> gathered) throws InterruptedException {
        try {
            run(gathered);
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            LOG.error("rules not applied", e);
            gathered.forEach(request -> request.done().completeExceptionally(e));
        }
    }

    private void run(List<Request> gathered) throws InterruptedException {
        Exception failure = tryUntilLate(gathered);
        if (failure == null) {
            gathered.forEach(request -> request.done().complete(null));
        } else if (gathered.size() > 1 && !Unavailability.causedBy(failure)) {
            for (Request request : gathered) {
                run(List.of(request));
            }
        } else {
            gathered.forEach(request -> request.done().completeExceptionally(failure));
        }
    }

    /// Again while somebody holds the rule lock or a conversation, or the connection is lost: soon over.
    private @Nullable Exception tryUntilLate(List<Request> gathered) throws InterruptedException {
        while (true) {
            try {
                transact(gathered);
                return null;
            } catch (SQLException | RuntimeException e) {
                if (!Unavailability.causedBy(e) || gathered.getFirst().late()) {
                    return e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private void transact(List<Request> gathered) throws SQLException {
        RuleChanges changes = new RuleChanges(
                gathered.stream().flatMap(request -> request.events().stream()).toList());
        transaction.run(changes.changesRules(), changes.selves(), changes.notices(), connection -> {
            RuleRepository.writeProfiles(connection, changes.profiles());
            RuleRepository.writeFriendships(connection, changes.friendships());
            RuleRepository.writeBlocks(connection, changes.blocks());
        });
    }
}
