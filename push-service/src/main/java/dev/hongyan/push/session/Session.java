package dev.hongyan.push.session;

import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.kit.problem.Problem;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.push.frame.ServerFrame;
import dev.hongyan.push.frame.Times;
import dev.hongyan.push.messagelog.LogRun;
import dev.hongyan.push.session.FrameQueue.Kind;
import io.netty.channel.EventLoop;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One open socket. All methods but {@link #execute} and the plain getters are called on the session's own event loop.
public final class Session {
    private enum State {
        /// Not yet resumed: answers only.
        FRESH,
        /// Asking which conversations there are.
        LISTING,
        /// Reading what was missed.
        RESUMING,
        /// All that was missed has been sent.
        LIVE,
        /// Could not keep up: answers only, until the next resume.
        LAGGED,
        /// On its way out.
        CLOSED
    }

    private final Sessions sessions;
    private final UUID id;
    private final Owner owner;
    private final Socket socket;
    private final Outlet outlet;
    private final LocalUser user;
    private final Watchdog watchdog;
    private final Map<UUID, Subscription> subscriptions = new HashMap<>();
    private final Unanswered unanswered = new Unanswered();
    private final HoleTimer holes;
    private final SendLimit framePace;
    private final Set<UUID> joinedWhileListing = new HashSet<>(0);
    private Runnable whenLive = () -> {};
    private State state = State.FRESH;
    private int generation;
    private int pauses;

    Session(Sessions sessions, UUID id, Owner owner, Socket socket, Pacer pacer) {
        this.sessions = sessions;
        this.id = id;
        this.owner = owner;
        this.socket = socket;
        this.outlet = new Outlet(socket.channel(), pacer);
        this.watchdog = new Watchdog(owner.expiresAt());
        this.holes = new HoleTimer(this, sessions);
        PushConfig config = sessions.config();
        this.framePace = new SendLimit(config.frameBurst(), config.frameRate(), System.nanoTime());
        this.user = sessions.registry().enter(this, config.sendBurst(), config.sendRate());
    }

    /// Names this socket.
    public UUID id() {
        return id;
    }

    /// Whose it is.
    public UUID userId() {
        return owner.user();
    }

    /// The session of the account, which is the device.
    public UUID device() {
        return owner.device();
    }

    /// What concerns all sockets of the user here.
    public LocalUser user() {
        return user;
    }

    /// The loop that everything of this session happens on.
    public EventLoop loop() {
        return socket.channel().eventLoop();
    }

    /// Runs something on the session's loop, at once if this is it.
    public void execute(Runnable task) {
        if (loop().inEventLoop()) {
            task.run();
        } else {
            loop().execute(task);
        }
    }

    /// Whether frames still go out.
    public boolean isOpen() {
        return state != State.CLOSED;
    }

    /// Silence, expiry and reading.
    public Watchdog watchdog() {
        return watchdog;
    }

    /// Queues the answer to a frame of the client.
    public void answer(byte[] frame) {
        if (isOpen()) {
            outlet.add(Kind.ANSWER, frame);
            if (outlet.answersOverflow(sessions.config().queueBytes())) {
                sessions.metrics().slow();
                abort(ServerFrame.Reason.POLICY.closeCode());
            }
        }
    }

    /// Tells that a frame was not understood or not allowed; too many of these end the socket.
    public void error(ProblemException problem, @Nullable String ref) {
        answer(ServerFrame.error(Problem.of(problem, language(), null), ref));
        if (watchdog.isOneErrorTooMany(sessions.config().maxErrorsPerMinute())) {
            sessions.metrics().limited("errors");
            bye(ServerFrame.Reason.POLICY, 60_000);
        }
    }

    /// The pace of all frames but sends, which have their own.
    public SendLimit framePace() {
        return framePace;
    }

    /// Queues what is worth something now only; before the session is live it is not sent.
    public void tell(byte[] frame) {
        if (state == State.LIVE) {
            outlet.add(Kind.EPHEMERAL, frame);
            checkOverflow();
        }
    }

    /// The language of the upgrade.
    public Locale language() {
        return owner.language();
    }

    /// Keeps a send until it is answered; null when the very same is under way already and gets the answer.
    public @Nullable PendingSend begin(UUID conversation, UUID messageId, MessageContent content) {
        return unanswered.begin(this, conversation, messageId, content);
    }

    /// Passes on what message-service said of a send, unless the message itself was faster.
    public void settle(PendingSend pending, AppendAnswer answer) {
        if (!unanswered.settle(pending)) {
            return;
        }
        UUID messageId = pending.id();
        switch (answer) {
            case AppendAnswer.Stored stored ->
                answer(ServerFrame.sent(messageId, pending.conversation(), stored.seq(), Times.rfc3339(stored.at())));
            case AppendAnswer.Refused refused ->
                answer(ServerFrame.refused(messageId, Problem.of(refused.problem(), language(), null)));
            case AppendAnswer.Retry retry -> answer(ServerFrame.retry(messageId, retry.afterMillis()));
        }
    }

    /// Where the session is in a conversation; null when it is not in it.
    public @Nullable Subscription subscription(UUID conversation) {
        Subscription subscription = subscriptions.get(conversation);
        return subscription != null && subscription.isActive() ? subscription : null;
    }

    /// Where the session is in a conversation that the log has said the user is in; null before. What a client names
    /// by itself, when it resumes, is none until the log has answered.
    public @Nullable Subscription membership(UUID conversation) {
        Subscription subscription = subscription(conversation);
        return subscription != null && subscription.isConfirmed() ? subscription : null;
    }

    /// All conversations that the session is in, and those it has left.
    public Collection<Subscription> subscriptions() {
        return subscriptions.values();
    }

    /// Begins anew: what was subscribed is forgotten. The number names this resume.
    public int beginResume() {
        leaveAll();
        state = State.LISTING;
        joinedWhileListing.clear();
        return ++generation;
    }

    /// The conversations are known and are entered now; the answer are those that the user has joined meanwhile.
    public Set<UUID> entering() {
        state = State.RESUMING;
        Set<UUID> joined = Set.copyOf(joinedWhileListing);
        joinedWhileListing.clear();
        return joined;
    }

    /// Notes a membership that a list under way may not show yet; false when none is under way.
    public boolean noteJoin(UUID conversation) {
        boolean listing = state == State.LISTING;
        if (listing) {
            joinedWhileListing.add(conversation);
        }
        return listing;
    }

    /// Whether that resume is still the one that counts.
    public boolean isCurrent(int resume) {
        return isOpen() && resume == generation && state != State.LAGGED;
    }

    /// Which resume counts now.
    public int generation() {
        return generation;
    }

    /// Whether the session is in its conversations.
    public boolean isSubscribing() {
        return state == State.LIVE || state == State.RESUMING;
    }

    /// Enters the session in a conversation; it catches up from there.
    public Subscription subscribe(UUID conversation, long after) {
        Subscription subscription = subscriptions.get(conversation);
        if (subscription == null) {
            subscription = new Subscription(this, conversation, after);
            subscriptions.put(conversation, subscription);
        }
        subscription.setActive(true);
        subscription.catchUp();
        sessions.registry().subscribe(subscription);
        return subscription;
    }

    /// Takes the session out of a conversation; its position is kept for the case that the user comes back.
    public void unsubscribe(Subscription subscription) {
        subscription.setActive(false);
        sessions.registry().unsubscribe(subscription);
    }

    /// Ends a resume: tells up to where everything has been sent.
    public void resumed() {
        Map<UUID, Long> heads = HashMap.newHashMap(subscriptions.size());
        for (Subscription subscription : subscriptions.values()) {
            if (subscription.isActive()) {
                heads.put(subscription.conversation(), subscription.sent());
            }
        }
        outlet.add(Kind.MISSED, ServerFrame.resumed(heads));
        state = State.LIVE;
        whenLive.run();
    }

    /// Does something now if the session is live, and whenever it becomes live again; replaces what was given before.
    public void whenLive(Runnable action) {
        whenLive = action;
        if (state == State.LIVE) {
            action.run();
        }
    }

    /// A record has come.
    public void live(Subscription subscription, LogRun record) {
        if (!subscription.isActive()) {
            return;
        }
        LogRun fresh = subscription.live(record);
        while (fresh != null) {
            send(fresh, Kind.LIVE);
            fresh = subscription.nextEarly();
        }
        checkOverflow();
        holes.check(subscription);
    }

    /// A number is known to exist.
    public void note(Subscription subscription, long head) {
        subscription.note(head);
        holes.check(subscription);
    }

    /// A range has been read from the log.
    ///
    /// @param gapFrom where the range begins that was left out; where the range itself begins when nothing was
    public void pulled(Subscription subscription, LogRun range, long gapFrom) {
        if (gapFrom < range.from()) {
            outlet.add(Kind.MISSED, ServerFrame.page(subscription.conversation(), gapFrom, range.from() - 1));
        }
        send(subscription.pulled(range), Kind.MISSED);
    }

    /// Completes when little waits for the socket.
    public CompletableFuture<Void> drained() {
        return outlet.drained();
    }

    private void send(LogRun run, Kind kind) {
        if (!unanswered.isEmpty()) {
            run.entries().stream()
                    .filter(entry -> owner.user().equals(entry.sender()))
                    .forEach(entry -> settleBy(run, entry));
        }
        outlet.add(kind, run);
    }

    private void settleBy(LogRun run, LogRun.Entry entry) {
        PendingSend pending = unanswered.settledBy(run, entry);
        if (pending != null) {
            String at = run.at(entry, pending.content().canonical());
            outlet.add(Kind.ANSWER, ServerFrame.sent(entry.id(), run.conversation(), entry.seq(), at));
        }
    }

    private void checkOverflow() {
        if (isOpen() && outlet.overflows(sessions.config().queueBytes())) {
            leaveAll();
            state = State.LAGGED;
            outlet.dropAllButAnswers();
            outlet.add(Kind.ANSWER, ServerFrame.lagged());
        }
    }

    private void leaveAll() {
        subscriptions.values().forEach(this::unsubscribe);
        subscriptions.clear();
    }

    /// The way to the socket.
    Outlet outlet() {
        return outlet;
    }

    /// Stops reading the socket until each who has paused it resumes it.
    public void pause() {
        if (isOpen()) {
            pauses++;
            setReading(false);
        }
    }

    /// Takes back one {@link #pause}.
    public void unpause() {
        if (pauses > 0) {
            pauses--;
            setReading(pauses == 0);
        }
    }

    private void setReading(boolean reading) {
        watchdog.setReading(reading);
        socket.channel().config().setAutoRead(reading);
    }

    /// The channel takes bytes again, or no more.
    public void writabilityChanged() {
        outlet.flush();
    }

    /// Says why, and closes.
    public void bye(ServerFrame.Reason reason, long retryAfterMillis) {
        if (isOpen()) {
            outlet.add(Kind.ANSWER, ServerFrame.bye(reason, retryAfterMillis));
            abort(reason.closeCode());
        }
    }

    /// Closes without a word.
    public void abort(int closeCode) {
        if (isOpen()) {
            outlet.finish();
            state = State.CLOSED;
            leaveAll();
            pauses = 1;
            unpause(); // or the client's answer to the close is never seen
            sessions.metrics().closed(closeCode);
            socket.close(closeCode);
        }
    }

    /// The socket has gone.
    ///
    /// @param closeCode as the client gave it, or 1006
    void closed(int closeCode) {
        if (isOpen()) {
            sessions.metrics().closed(closeCode);
        }
        state = State.CLOSED;
        leaveAll();
        outlet.close();
        sessions.registry().leave(this);
    }
}
