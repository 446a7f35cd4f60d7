package dev.hongyan.message.log;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.message.Append.Origin;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.kit.trace.Step;
import dev.hongyan.kit.trace.Trace;
import dev.hongyan.message.log.LogTransaction.Finding;
import dev.hongyan.message.log.LogTransaction.Findings;
import dev.hongyan.message.log.LogTransaction.Written;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Runs batches, one after the other, on a connection of its own. Used by one thread.
final class BatchRunner implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BatchRunner.class);

    private final Log log;
    private @Nullable LogConnection connection;
    /// Why there has been no connection, as it was said last.
    private String away = "";

    /// What the runners of a process share.
    record Log(
            LogConnections connections,
            Acknowledged acknowledged,
            RecordPublisher publisher,
            LogMetrics metrics,
            Duration deadline) {}

    BatchRunner(Log log) {
        this.log = log;
    }

    /// Answers all but those whose conversation was locked by another session, and gives these back in their
    /// order.
    List<Entry> run(List<Entry> batch) {
        List<Entry> timely = new ArrayList<>(batch.size());
        List<Entry> late = new ArrayList<>();
        for (Entry entry : batch) {
            (entry.ageNanos() < log.deadline().toNanos() ? timely : late).add(entry);
        }
        answer(late, MessageLog.UNKNOWN);
        return timely.isEmpty() ? List.of() : attempt(timely);
    }

    private List<Entry> attempt(List<Entry> batch) {
        boolean kept = connection != null;
        List<Long> acknowledged = log.acknowledged().take();
        Attempt attempt;
        try {
            attempt = transact(batch, acknowledged);
        } catch (SQLException | RuntimeException e) {
            log.acknowledged().giveBack(acknowledged);
            return failed(batch, e, kept);
        }
        finish(attempt, acknowledged);
        return attempt.skipped();
    }

    private Attempt transact(List<Entry> batch, List<Long> acknowledged) throws SQLException {
        try (Step step = Entry.beginForAll("batch", batch)) {
            try {
                return transact(connect(), batch, acknowledged, step);
            } catch (SQLException | RuntimeException e) {
                step.failed(e);
                throw e;
            }
        }
    }

    private Attempt transact(LogConnection on, List<Entry> batch, List<Long> acknowledged, Step step)
            throws SQLException {
        LogTransaction transaction = new LogTransaction(on, step);
        long oldest = batch.stream().mapToLong(Entry::ageNanos).max().orElse(0);
        Duration left = log.deadline().minusNanos(oldest);
        Map<UUID, Target> locked = transaction.lock(LogTransaction.conversations(batch), false, left);
        Findings findings = transaction.read(batch, locked);
        List<Decision> decisions = new ArrayList<>(batch.size());
        List<Entry> skipped = new ArrayList<>();
        Set<UUID> missingSelves = new LinkedHashSet<>();
        for (int i = 0; i < batch.size(); i++) {
            Entry entry = batch.get(i);
            Target target = locked.get(entry.conversation());
            if (target != null) {
                decisions.add(decide(entry, target, findings.byEntry()[i]));
            } else if (findings.notLocked().contains(entry.conversation())) {
                skipped.add(entry);
            } else if (beginsSelf(entry)) {
                missingSelves.add(entry.conversation());
                skipped.add(entry);
            } else {
                decisions.add(Decision.refused(entry, ProblemCode.NOT_A_MEMBER));
            }
        }
        Written written = transaction.write(locked.values(), acknowledged);
        transaction.commit();
        return new Attempt(decisions, skipped, missingSelves, written, locked.isEmpty());
    }

    private static Decision decide(Entry entry, Target target, @Nullable Finding finding) {
        Decision decision = Decision.of(entry, target, finding);
        Trace trace = entry.trace();
        if (trace != null && decision.row() != null) {
            target.traced(trace);
        }
        return decision;
    }

    private static boolean beginsSelf(Entry entry) {
        return entry.append().origin() == Origin.SELF
                && entry.conversation().equals(entry.append().sender());
    }

    /// After the commit: nothing here may turn what is durable into an unknown outcome.
    private void finish(Attempt attempt, List<Long> acknowledged) {
        Written written = attempt.written();
        Instant at = written == null ? Instant.EPOCH : written.at();
        if (written == null) {
            log.acknowledged().giveBack(acknowledged);
        } else {
            log.publisher().publish(written);
            log.metrics().batch(written.messages());
        }
        LogMetrics.Tally tally = log.metrics().tally();
        for (Decision decision : attempt.decisions()) {
            AppendAnswer answer = decision.answerAt(at);
            tally.add(answer);
            decision.entry().answer(answer);
        }
        tally.done();
        prepareNext(attempt);
    }

    /// Rows for `self` conversations that begin; a look at the clock when nothing could be locked.
    private void prepareNext(Attempt attempt) {
        LogConnection on = connection;
        if (on == null) {
            return;
        }
        try {
            if (!attempt.missingSelves().isEmpty()) {
                HeldConversations.insert(on, attempt.missingSelves(), Set.of());
                on.commit();
            } else if (attempt.nothingLocked()) {
                on.measureClock();
            }
        } catch (SQLException e) {
            disconnect(e);
        }
    }

    /// A connection that lay idle while the database was restarted is found dead by its next batch. That runs again
    /// on a new one, each attempt once: should the lost transaction have been committed, its messages are there
    /// under their ids; should it still be under way, their conversations are locked.
    private List<Entry> failed(List<Entry> batch, Exception failure, boolean kept) {
        if (failure instanceof SQLException sql && refusesData(sql) && rolledBack()) {
            log.metrics().retried(sql.getSQLState());
            return halve(batch, sql);
        }
        disconnect(failure);
        if (kept && failure instanceof SQLException sql && lostConnection(sql)) {
            log.metrics().retried(sql.getSQLState());
            return run(batch);
        }
        answer(batch, MessageLog.UNKNOWN);
        return List.of();
    }

    /// By the states of SQL: connection exceptions, the server's end, a transaction that was idle for too long.
    private static boolean lostConnection(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08") || state.startsWith("57P") || state.equals("25P03");
    }

    private static boolean refusesData(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("22") || state.startsWith("23");
    }

    private List<Entry> halve(List<Entry> batch, SQLException failure) {
        if (batch.size() == 1) {
            LOG.errorf("message refused by the database, state=%s", failure.getSQLState());
            answer(batch, new AppendAnswer.Refused(ProblemCode.INVALID_REQUEST));
            return List.of();
        }
        int middle = batch.size() / 2;
        List<Entry> skipped = new ArrayList<>(attempt(batch.subList(0, middle)));
        Set<UUID> held = LogTransaction.conversations(skipped);
        List<Entry> second = new ArrayList<>(batch.size() - middle);
        for (Entry entry : batch.subList(middle, batch.size())) {
            // Behind an earlier one of its conversation, so that they keep their order.
            (held.contains(entry.conversation()) ? skipped : second).add(entry);
        }
        if (!second.isEmpty()) {
            skipped.addAll(attempt(second));
        }
        return skipped;
    }

    void answer(List<Entry> entries, AppendAnswer answer) {
        LogMetrics.Tally tally = log.metrics().tally();
        entries.forEach(entry -> {
            tally.add(answer);
            entry.answer(answer);
        });
        tally.done();
    }

    /// After a fault in whatever state: the connection goes, and with it the transaction.
    void abandon(List<Entry> batch) {
        close();
        answer(batch, MessageLog.UNKNOWN);
    }

    /// Opens the connection, if it is not open.
    LogConnection connect() throws SQLException {
        LogConnection open = connection;
        if (open == null) {
            open = log.connections().open();
            connection = open;
            away = "";
        }
        return open;
    }

    private boolean rolledBack() {
        try {
            connect().rollback();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /// Said again when the cause changes, not for each batch that asks for a database that is away.
    private void disconnect(Exception cause) {
        String state = cause instanceof SQLException sql
                ? String.valueOf(sql.getSQLState())
                : cause.getClass().getName();
        if (!state.equals(away)) {
            LOG.warnf("append connection dropped, cause=%s", cause.toString());
        }
        away = state;
        close();
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    private record Attempt(
            List<Decision> decisions,
            List<Entry> skipped,
            Set<UUID> missingSelves,
            @Nullable Written written,
            boolean nothingLocked) {}
}
