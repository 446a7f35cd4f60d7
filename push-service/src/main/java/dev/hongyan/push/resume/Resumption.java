package dev.hongyan.push.resume;

import static dev.hongyan.push.resume.LoopCalls.onLoop;

import dev.hongyan.push.frame.ClientFrame;
import dev.hongyan.push.messagelog.ConversationList;
import dev.hongyan.push.messagelog.MessageLog;
import dev.hongyan.push.resume.LogReader.Wanted;
import dev.hongyan.push.session.Conversation;
import dev.hongyan.push.session.LocalUser;
import dev.hongyan.push.session.LogPull;
import dev.hongyan.push.session.PushConfig;
import dev.hongyan.push.session.PushMetrics;
import dev.hongyan.push.session.Registry;
import dev.hongyan.push.session.ResumePace;
import dev.hongyan.push.session.Session;
import dev.hongyan.push.session.Subscription;
import dev.hongyan.push.session.Subscriptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/// Brings sessions to where the log is: a resume in four steps, the filling of holes, and conversations
/// that begin while a socket is open.
///
/// The steps: (1) the user is in the registry since the socket opened, and the session enters the
/// conversations that its client names; (2) the list of his conversations is asked for; (3) the session
/// enters the others too; from its entrance on it notes what comes live; (4) what is missing is read. So
/// whatever is written after (2) is either read in (4) or noted, and whoever joins is found by (1). One
/// that was entered in (1), and whose head in the answer of (2) is where the client is, has no news and is
/// not read.
@ApplicationScoped
public class Resumption implements LogPull {
    private static final Logger LOG = Logger.getLogger(Resumption.class);
    private static final long PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final int INTERNAL_ERROR = 1011;

    private final MessageLog log;
    private final ParallelCalls calls;
    private final LogReader reader;
    private final DeviceCursors deviceCursors;
    private final Registry registry;
    private final PushMetrics metrics;
    private final PushConfig config;
    private final MemberNews news;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("resume-", 0).factory());

    @Inject
    Resumption(
            MessageLog log,
            ParallelCalls calls,
            LogReader reader,
            DeviceCursors deviceCursors,
            Registry registry,
            PushMetrics metrics,
            PushConfig config) {
        this.log = log;
        this.calls = calls;
        this.reader = reader;
        this.deviceCursors = deviceCursors;
        this.registry = registry;
        this.news = new MemberNews(registry);
        this.metrics = metrics;
        this.config = config;
    }

    /// A step that runs on a virtual thread.
    @FunctionalInterface
    private interface Step {
        void run() throws InterruptedException;
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /// Begins a resume, or as soon as the session may; on the session's loop. What was under way ends at
    /// once.
    public void resume(Session session, ClientFrame.Resume asked) {
        ResumePace pace = session.subscriptions().pace();
        int generation = session.subscriptions().beginResume();
        pace.ask(() -> start(session, generation, () -> {
            try {
                resume(session, generation, asked);
            } finally {
                session.execute(pace::ended);
            }
        }));
    }

    private void resume(Session session, int generation, ClientFrame.Resume asked) throws InterruptedException {
        long begun = System.nanoTime();
        List<Wanted> wanted = enter(session, generation, asked);
        readAndTell(session, generation, wanted, asked.limit());
        boolean done = onLoop(session, () -> {
            boolean current = session.subscriptions().isCurrent(generation);
            if (current) {
                session.subscriptions().resumed();
            }
            return current;
        });
        if (done) {
            metrics.resumed(Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private List<Wanted> enter(Session session, int generation, ClientFrame.Resume asked) throws InterruptedException {
        long pause = PAUSE_MILLIS;
        while (session.subscriptions().isCurrent(generation)) {
            try {
                Optional<ConversationList> answer = calls.make(() -> list(session, generation, asked));
                if (answer.isEmpty()) {
                    break;
                }
                ConversationList list = answer.get();
                note(session, list);
                Map<UUID, Long> acknowledged =
                        Entrance.namesAll(asked, list) ? Map.of() : deviceCursors.of(session.device());
                return onLoop(session, () -> Entrance.enter(session, generation, asked, list, acknowledged));
            } catch (IOException | SQLException e) {
                LOG.debugf("resume waits, cause=%s", e.toString());
                if (!onLoop(session, () -> Entrance.leaveNamed(session, generation))) {
                    break;
                }
                TimeUnit.MILLISECONDS.sleep(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        }
        return List.of();
    }

    /// Nothing when the resume has been superseded while it waited for its turn. What the client names is
    /// entered no earlier.
    private Optional<ConversationList> list(Session session, int generation, ClientFrame.Resume asked)
            throws IOException, InterruptedException {
        return onLoop(session, () -> Entrance.enterNamed(session, generation, asked))
                ? Optional.of(log.conversations(session.userId()))
                : Optional.empty();
    }

    /// Notes a list that a session has asked for. If it is news the user's others are told: they would never
    /// hear of it, since the versions are known from now on.
    void note(Session asking, ConversationList list) {
        LocalUser user = asking.user();
        long known = user.versions();
        if (known >= 0 && known != list.versions()) {
            tell(user, list, session -> !session.equals(asking));
        }
        user.setVersions(list.versions());
    }

    @Override
    public void pull(Session session, List<Subscription> missing) {
        int generation = session.subscriptions().generation();
        long begun = System.nanoTime();
        List<Wanted> wanted =
                missing.stream().map(each -> new Wanted(each, false)).toList();
        start(session, generation, () -> {
            readAndTell(session, generation, wanted, config.holeLimit());
            metrics.deliveredByPull(Duration.ofNanos(System.nanoTime() - begun));
        });
    }

    private void readAndTell(Session session, int generation, List<Wanted> wanted, int limit)
            throws InterruptedException {
        reader.read(session, generation, wanted, limit, news::tell);
    }

    /// The users of whom the log says that they have joined something, since the last call: their lists may
    /// be old.
    public Set<LocalUser> takeDoubted() {
        return news.takeDoubted();
    }

    /// Users have become members of a conversation: their sessions here begin to get it. From where is for
    /// the log to say: a record that tells of one joining may be the first that came of several.
    public void joined(Conversation conversation, Collection<UUID> users) {
        forEachSession(users, session -> join(session, conversation));
    }

    private void join(Session session, Conversation conversation) {
        Subscriptions subscriptions = session.subscriptions();
        if (subscriptions.noteJoin(conversation.id()) || !subscriptions.isSubscribing()) {
            return;
        }
        Subscription known = subscriptions.get(conversation.id());
        if (known == null) {
            pull(session, List.of(subscriptions.begin(conversation)));
        } else if (!known.isLive()) {
            known.doubt(); // the answer on its way may say that he has left
        }
    }

    private void forEachSession(Collection<UUID> users, Consumer<Session> action) {
        for (UUID user : users) {
            LocalUser local = registry.user(user);
            if (local != null) {
                forEachSession(local, _ -> true, action);
            }
        }
    }

    /// Lists the conversations of a user again, because his membership has changed unnoticed. Does not wait
    /// for it.
    ///
    /// @param done told whether they could be listed
    public void listAgain(LocalUser user, Consumer<Boolean> done) {
        threads.execute(() -> {
            boolean listed = false;
            try {
                ConversationList list = calls.make(() -> log.conversations(user.id()));
                tell(user, list, _ -> true);
                user.setVersions(list.versions());
                listed = true;
            } catch (IOException | InterruptedException | RuntimeException e) {
                LOG.debugf("conversations not listed, user=%s cause=%s", user.id(), e.toString());
            } finally {
                done.accept(listed);
            }
        });
    }

    /// Each of these sessions of the user enters what is listed and leaves the rest. One that lists by itself
    /// just now notes it: its own list may be older.
    private void tell(LocalUser user, ConversationList list, Predicate<Session> whom) {
        Set<UUID> listed = new HashSet<>();
        list.items().forEach(item -> listed.add(item.conversation()));
        forEachSession(user, whom, session -> {
            Subscriptions subscriptions = session.subscriptions();
            listed.forEach(conversation -> join(session, new Conversation(conversation)));
            List.copyOf(subscriptions.all()).stream()
                    .filter(each -> each.isActive()
                            && !listed.contains(each.conversation().id()))
                    .forEach(subscriptions::reread);
        });
    }

    private static void forEachSession(LocalUser user, Predicate<Session> whom, Consumer<Session> action) {
        for (Session session : user.sessions()) {
            if (whom.test(session)) {
                session.execute(() -> action.accept(session));
            }
        }
    }

    private void start(Session session, int generation, Step step) {
        threads.execute(() -> {
            try {
                step.run();
            } catch (InterruptedException | RuntimeException | Error e) {
                if (!threads.isShutdown()) {
                    LOG.errorf(e, "reading the log has ended early, session=%s", session.id());
                    session.execute(() -> giveUp(session, generation));
                }
            }
        });
    }

    /// Nobody would go on reading for this session, and what it does not read it would never get: its
    /// client is to come again.
    private static void giveUp(Session session, int generation) {
        if (session.subscriptions().isCurrent(generation)) {
            session.abort(INTERNAL_ERROR);
        }
    }
}
