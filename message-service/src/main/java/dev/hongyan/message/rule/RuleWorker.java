package dev.hongyan.message.rule;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.kit.problem.Unavailability;
import dev.hongyan.message.log.ConversationBusyException;
import dev.hongyan.message.log.RuleTransaction;
import dev.hongyan.message.log.Workers;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// One thread that applies events, gathered: what came while a transaction ran goes into the next.
final class RuleWorker {
    /// How long a change waits for its locks.
    static final long PATIENCE_MILLIS = 1_000;

    private static final Logger LOG = Logger.getLogger(RuleWorker.class);
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_GATHERED = 200;
    private static final long PAUSE_MILLIS = 200;

    private final RuleTransaction transaction;
    private final DelayQueue<Request> requests = new DelayQueue<>();
    private final Thread thread;

    /// @param subject whose rules they are: the requests of one share its fate when it cannot be locked
    /// @param ahead   whether they come by the call, ahead of the topics
    /// @param due     when it is to be tried
    private record Request(
            UUID subject, List<EventEnvelope> events, boolean ahead, long since, long due, CompletableFuture<Void> done)
            implements Delayed {
        boolean late() {
            return System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        }

        Request again() {
            long later = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
            return new Request(subject, events, ahead, since, later, done);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.signum(due - ((Request) other).due);
        }
    }

    RuleWorker(String name, RuleTransaction transaction, Workers workers) {
        this.transaction = transaction;
        this.thread = workers.start(name, this::run);
    }

    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join(2_000);
    }

    /// Applies all of the events or none; completes after the commit.
    ///
    /// @param ahead whether they come by the call, ahead of the topics
    CompletableFuture<Void> apply(UUID subject, List<EventEnvelope> events, boolean ahead) {
        if (requests.size() >= MOST_WAITING) {
            return CompletableFuture.failedFuture(new SQLTransientException("too many changes of rules are waiting"));
        }
        long now = System.nanoTime();
        Request request = new Request(subject, events, ahead, now, now, new CompletableFuture<>());
        requests.add(request);
        return request.done();
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
        try {
            List<EventEnvelope> events = gathered.stream()
                    .flatMap(request -> request.events().stream())
                    .toList();
            Set<UUID> ahead = gathered.stream()
                    .filter(Request::ahead)
                    .map(Request::subject)
                    .collect(Collectors.toSet());
            transaction.run(new RuleChanges(events, ahead));
            gathered.forEach(request -> request.done().complete(null));
        } catch (GroupNotBegunException e) {
            runOthers(gathered, e);
        } catch (SQLException | RuntimeException e) {
            if (gathered.size() > 1 && e instanceof ConversationBusyException) {
                runEach(bySubject(gathered), e);
            } else if (RuleService.isTooMuch(e)) {
                runAlone(gathered, e);
            } else if (Unavailability.causedBy(e)) {
                again(gathered, e);
            } else {
                runAlone(gathered, e);
            }
        }
    }

    /// The calls that are ahead of their group's making are refused; all others go on together.
    private void runOthers(List<Request> gathered, GroupNotBegunException refusal) throws InterruptedException {
        List<Request> others = new ArrayList<>();
        for (Request request : gathered) {
            if (request.ahead() && refusal.groups().contains(request.subject())) {
                request.done().completeExceptionally(refusal);
            } else {
                others.add(request);
            }
        }
        if (!others.isEmpty()) {
            run(others);
        }
    }

    /// One of them is at fault, or all together are too much: what fails alone fails for good. Nobody waits any
    /// more for what is late already.
    private void runAlone(List<Request> gathered, Exception failure) throws InterruptedException {
        if (gathered.size() == 1) {
            gathered.getFirst().done().completeExceptionally(failure);
            return;
        }
        for (Request request : gathered) {
            if (RuleService.isTooMuch(failure) && request.late()) {
                request.done().completeExceptionally(new SQLTransientException("not tried alone in time", failure));
            } else {
                run(List.of(request));
            }
        }
    }

    private static Collection<List<Request>> bySubject(List<Request> gathered) {
        Map<UUID, List<Request>> bySubject = new LinkedHashMap<>();
        gathered.forEach(request -> bySubject
                .computeIfAbsent(request.subject(), _ -> new ArrayList<>())
                .add(request));
        return bySubject.values();
    }

    /// One is busy, and is to hold up no other.
    private void runEach(Collection<List<Request>> parts, Exception failure) throws InterruptedException {
        if (parts.size() == 1) {
            again(parts.iterator().next(), failure);
            return;
        }
        for (List<Request> part : parts) {
            run(part);
        }
    }

    /// Once more after a pause, while somebody holds the rule lock or a conversation, or the connection is lost:
    /// soon over. A busy conversation lets the others go before, and it does no harm when a newer change of the
    /// same row is among them; what else fails would fail them too.
    private void again(List<Request> gathered, Exception failure) throws InterruptedException {
        for (Request request : gathered) {
            if (request.late()) {
                request.done().completeExceptionally(failure);
            } else {
                requests.add(request.again());
            }
        }
        if (!(failure instanceof ConversationBusyException)) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }
}
