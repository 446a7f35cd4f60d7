package dev.hongyan.push.session;

import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.kit.problem.Problem;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.push.frame.ServerFrame;
import dev.hongyan.push.frame.Times;
import dev.hongyan.push.messagelog.LogRun;
import dev.hongyan.push.outlet.Kind;
import dev.hongyan.push.outlet.Outlet;
import dev.hongyan.push.outlet.OutletLoop;
import io.netty.channel.EventLoop;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One open socket. All methods but {@link #execute} and the plain getters are called on the session's own event loop.
public final class Session {
    private final Sessions sessions;
    private final UUID id;
    private final Owner owner;
    private final Socket socket;
    private final Outlet outlet;
    private final LocalUser user;
    private final Watchdog watchdog;
    private final Subscriptions subscriptions;
    private final Unanswered unanswered = new Unanswered();
    private final SendLimit framePace;
    private volatile boolean open = true;
    private int pauses;

    Session(Sessions sessions, UUID id, Owner owner, Socket socket, OutletLoop loop) {
        this.sessions = sessions;
        this.id = id;
        this.owner = owner;
        this.socket = socket;
        this.outlet = new Outlet(socket.channel(), loop);
        this.watchdog = new Watchdog(owner.expiresAt());
        this.subscriptions = new Subscriptions(this, sessions);
        PushConfig config = sessions.config();
        this.framePace = new SendLimit(config.frameBurst(), config.frameRate(), System.nanoTime());
        this.user = sessions.registry().enter(this, config.sendBurst(), config.sendRate());
    }

    /// Names this socket in the log.
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
        return open;
    }

    /// What it gets of which conversations.
    public Subscriptions subscriptions() {
        return subscriptions;
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
        if (subscriptions.isLive()) {
            outlet.add(Kind.EPHEMERAL, frame);
            checkOverflow();
        }
    }

    /// The language of the upgrade.
    public Locale language() {
        return owner.language();
    }

    /// Keeps a send until it is answered; null when the very same is under way already and will be answered once more.
    public @Nullable PendingSend begin(UUID conversation, UUID messageId, MessageContent content) {
        return unanswered.begin(this, conversation, messageId, content);
    }

    /// Passes on what message-service said of a send, unless the message itself was faster.
    public void settle(PendingSend pending, AppendAnswer answer) {
        if (answer instanceof AppendAnswer.Retry) {
            pending.step().failed("retry");
        }
        if (!unanswered.settle(pending)) {
            return;
        }
        UUID messageId = pending.id();
        byte[] frame = switch (answer) {
            case AppendAnswer.Stored stored ->
                ServerFrame.sent(messageId, pending.conversation(), stored.seq(), Times.rfc3339(stored.at()));
            case AppendAnswer.Refused refused ->
                ServerFrame.refused(messageId, Problem.of(problem(refused), language(), null));
            case AppendAnswer.Retry retry -> ServerFrame.retry(messageId, retry.afterMillis());
        };
        for (int i = 0; i < pending.frames(); i++) {
            answer(frame);
        }
    }

    private static ProblemException problem(AppendAnswer.Refused refused) {
        ProblemException problem = new ProblemException(refused.problem());
        return refused.until() == null ? problem : problem.with("until", Times.rfc3339(refused.until()));
    }

    /// Completes when little waits for the socket.
    public CompletableFuture<Void> drained() {
        return outlet.drained();
    }

    /// Queues messages, and before them `sent` for those that are answers to this session's own sends.
    void send(LogRun run, Kind kind) {
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
            byte[] sent = ServerFrame.sent(entry.id(), run.conversation(), entry.seq(), at);
            for (int i = 0; i < pending.frames(); i++) {
                outlet.add(Kind.ANSWER, sent);
            }
        }
    }

    /// Drops the live queue when too much waits in it.
    void checkOverflow() {
        if (isOpen() && outlet.overflows(sessions.config().queueBytes())) {
            lag();
        }
    }

    /// Whether live messages may still be queued without being dropped soon.
    boolean hasRoomFor(LogRun run) {
        return !outlet.overflows(sessions.config().queueBytes() - run.size());
    }

    /// Drops what waits: the log has it. A client that has not been told `resumed` yet is sent away instead, since it
    /// still waits for the end of its resume.
    void lag() {
        if (!subscriptions.hasResumed()) {
            sessions.metrics().slow();
            bye(ServerFrame.Reason.POLICY, 1_000);
            return;
        }
        subscriptions.lag();
        outlet.dropAllButAnswers();
        outlet.add(Kind.ANSWER, ServerFrame.lagged());
    }

    /// Whether so much waits for all sockets that nothing more is to be read from the log now. On any thread.
    public boolean isBacklogFull() {
        return sessions.backlog().isFull();
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
            open = false;
            subscriptions.leaveAll();
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
        open = false;
        subscriptions.leaveAll();
        outlet.close();
        sessions.registry().leave(this);
    }
}
