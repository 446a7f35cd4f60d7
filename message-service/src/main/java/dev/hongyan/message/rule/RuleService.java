package dev.hongyan.message.rule;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.group.GroupEvent;
import dev.hongyan.contracts.message.AppendCall;
import dev.hongyan.message.log.RuleTransaction;
import dev.hongyan.message.log.Workers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Applies events to the rules. Those of persons go through one worker, since they need the rule lock alone and
/// it is taken once for all that came while it was held last. Those of groups go through others, by group, so
/// that a group whose conversation is busy holds up neither persons nor, for long, other groups.
@ApplicationScoped
public class RuleService {
    private static final UUID PERSONS = new UUID(0, 0);
    private static final int GROUP_WORKERS = 2;
    private static final String CANCELLED = "57014";
    private static final long LONGEST_CALL_MILLIS = 2 * RuleWorker.PATIENCE_MILLIS;

    private final Timer applying;
    private final RuleWorker persons;
    private final List<RuleWorker> groups = new ArrayList<>();

    @Inject
    RuleService(Instance<RuleTransaction> transactions, Workers workers, MeterRegistry metrics) {
        applying = Timer.builder("im_policy_apply").register(metrics);
        persons = new RuleWorker("rules", transactions.get(), workers);
        for (int i = 0; i < GROUP_WORKERS; i++) {
            groups.add(new RuleWorker("group-rules-" + i, transactions.get(), workers));
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        persons.stop();
        for (RuleWorker worker : groups) {
            worker.stop();
        }
    }

    /// Applies the events of a call, all or none of each group and all or none of the persons; returns after the
    /// commits. Applying again is harmless, also after a part of them.
    ///
    /// @throws GroupNotBegunException when they would begin a group without its founders
    /// @throws SQLException a transient one when it could not be done in time, another when the events are at fault
    public void apply(List<EventEnvelope> events) throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        apply(events, true, LONGEST_CALL_MILLIS);
        applying.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    }

    /// The same for events of a topic, which can wait, and for so long. What it brings is taken in the order in
    /// which it comes.
    public void applyFromTopic(List<EventEnvelope> events, long longestMillis)
            throws SQLException, InterruptedException {
        apply(events, false, longestMillis);
    }

    private void apply(List<EventEnvelope> events, boolean ahead, long longestMillis)
            throws SQLException, InterruptedException {
        Map<UUID, List<EventEnvelope>> bySubject = new LinkedHashMap<>();
        for (EventEnvelope event : events) {
            UUID subject = event.data() instanceof GroupEvent of ? of.group() : PERSONS;
            bySubject.computeIfAbsent(subject, _ -> new ArrayList<>()).add(event);
        }
        List<CompletableFuture<Void>> applied = new ArrayList<>();
        bySubject.forEach((subject, own) -> applied.add(worker(subject).apply(subject, own, ahead)));
        await(CompletableFuture.allOf(applied.toArray(CompletableFuture[]::new)), longestMillis);
    }

    private RuleWorker worker(UUID subject) {
        return subject.equals(PERSONS) ? persons : groups.get(AppendCall.lane(subject, GROUP_WORKERS));
    }

    /// Whether a statement took longer than it may, which the database says as it says that it is shut down.
    static boolean isTooMuch(Exception failure) {
        return failure instanceof SQLException sql && CANCELLED.equals(sql.getSQLState());
    }

    private static void await(CompletableFuture<Void> applied, long longestMillis)
            throws SQLException, InterruptedException {
        try {
            applied.get(longestMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SQLTransientException("rules not applied in time", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException failure ? failure : new SQLException(e.getCause());
        }
    }
}
