package dev.hongyan.push.resume;

import static dev.hongyan.push.resume.LoopCalls.onLoop;

import dev.hongyan.push.messagelog.MessageLog;
import dev.hongyan.push.messagelog.SyncItem;
import dev.hongyan.push.messagelog.SyncQuestion;
import dev.hongyan.push.session.Session;
import dev.hongyan.push.session.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Reads from the log until a session's conversations are live again. Runs on virtual threads, many
/// sessions at a time but only so many calls; what is read is handed to the session's loop, no faster than
/// its socket takes it.
@ApplicationScoped
class LogReader {
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final MessageLog log;
    private final ParallelCalls calls;

    /// A conversation that is being caught up with.
    ///
    /// @param never the device has never seen it: its newest page is asked for
    record Wanted(Subscription subscription, boolean never) {
        SyncQuestion question() {
            subscription.asked();
            return new SyncQuestion(subscription.conversation().id(), never ? null : subscription.sent());
        }

        Wanted next() {
            return new Wanted(subscription, false);
        }
    }

    /// What is left to be read after an answer, and whether the answer has brought anything.
    record Applied(List<Wanted> open, boolean progress) {}

    @Inject
    LogReader(MessageLog log, ParallelCalls calls) {
        this.log = log;
        this.calls = calls;
    }

    /// Reads until all of these are live, whatever fails on the way; gives up when the session has gone or
    /// resumes anew.
    ///
    /// @param news told of each answer that names who joined or left
    void read(Session session, int generation, List<Wanted> wanted, int limit, Consumer<SyncItem> news)
            throws InterruptedException {
        Deque<Wanted> open = new ArrayDeque<>(wanted);
        int limitNow = limit;
        long pause = FIRST_PAUSE_MILLIS;
        while (!open.isEmpty()) {
            List<Wanted> chunk = new ArrayList<>(Math.min(open.size(), MessageLog.MAX_SYNC_ITEMS));
            while (!open.isEmpty() && chunk.size() < MessageLog.MAX_SYNC_ITEMS) {
                chunk.add(open.removeFirst());
            }
            // Before the question: a client that resumes again and again would gather an answer for each in memory.
            awaitRoom(session, generation);
            List<SyncQuestion> questions = onLoop(session, () -> questions(session, generation, chunk));
            if (questions.isEmpty()) {
                return;
            }
            try {
                int most = limitNow;
                Optional<List<SyncItem>> turn = calls.make(() -> session.isBacklogFull()
                        ? Optional.<List<SyncItem>>empty()
                        : Optional.of(sync(session, generation, most, questions)));
                if (turn.isEmpty()) { // filled up by those whose turn was before
                    chunk.reversed().forEach(open::addFirst);
                    continue;
                }
                List<SyncItem> items = turn.get();
                Applied applied = onLoop(session, () -> apply(session, generation, chunk, items));
                items.stream().filter(SyncItem::changesMembers).forEach(news);
                open.addAll(applied.open());
                pause = applied.progress() ? FIRST_PAUSE_MILLIS : pauseAfter(pause);
                if (open.size() == applied.open().size()) {
                    limitNow = Math.max(limit, MessageLog.MAX_SYNC_LIMIT); // all have been asked once
                }
            } catch (IOException e) {
                open.addAll(chunk);
                pause = pauseAfter(pause);
            }
        }
    }

    /// Nothing when the resume has been superseded while it waited for its turn.
    private List<SyncItem> sync(Session session, int generation, int limit, List<SyncQuestion> questions)
            throws IOException {
        boolean current = session.subscriptions().isCurrent(generation);
        return current ? log.sync(session.userId(), limit, questions) : List.of();
    }

    private static long pauseAfter(long pause) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(pause);
        return Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }

    private static void awaitRoom(Session session, int generation) throws InterruptedException {
        LoopCalls.awaitDrained(session);
        while (session.isBacklogFull() && session.subscriptions().isCurrent(generation)) {
            TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE_MILLIS);
        }
    }

    private static List<SyncQuestion> questions(Session session, int generation, List<Wanted> chunk) {
        return session.subscriptions().isCurrent(generation)
                ? chunk.stream().map(Wanted::question).toList()
                : List.of();
    }

    static Applied apply(Session session, int generation, List<Wanted> chunk, List<SyncItem> items) {
        if (!session.subscriptions().isCurrent(generation)) {
            return new Applied(List.of(), true);
        }
        Map<UUID, SyncItem> answers = HashMap.newHashMap(items.size());
        items.forEach(item -> answers.put(item.conversation(), item));
        List<Wanted> open = new ArrayList<>();
        boolean progress = false;
        for (Wanted wanted : chunk) {
            Subscription subscription = wanted.subscription();
            SyncItem item = answers.get(subscription.conversation().id());
            if (!subscription.isActive()) {
                continue;
            }
            if (item == null) {
                session.subscriptions().leave(subscription);
                continue;
            }
            long before = subscription.sent();
            if (isToBeContinued(session, subscription, item)) {
                open.add(wanted.next());
            }
            progress |= subscription.sent() > before;
        }
        return new Applied(open, progress || open.isEmpty());
    }

    private static boolean isToBeContinued(Session session, Subscription subscription, SyncItem item) {
        boolean described =
                !item.member() || subscription.conversation().describe(item.kind(), item.members(), item.head());
        // Also when there is no message: an answer that is full may begin behind what is left out, and hold nothing.
        long gapFrom = subscription.takeBegun() ? item.run().from() : subscription.sent() + 1;
        session.subscriptions().pulled(subscription, item.run(), gapFrom);
        if (item.member() || !item.run().entries().isEmpty()) {
            subscription.confirm();
        }
        boolean fellBack = subscription.fallBackTo(item.head());
        if (item.more() || subscription.isInDoubt() || (fellBack && item.member()) || !described) {
            return true;
        }
        if (!item.member()) {
            session.subscriptions().leave(subscription);
            return false;
        }
        return !subscription.goLive();
    }
}
