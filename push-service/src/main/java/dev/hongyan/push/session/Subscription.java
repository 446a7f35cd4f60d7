package dev.hongyan.push.session;

import dev.hongyan.push.messagelog.LogRun;

/// One session in one conversation.
public final class Subscription extends LogCursor {
    private final Session session;
    private Conversation conversation;
    private boolean active;
    private boolean confirmed;
    private boolean inDoubt;
    private boolean begun;
    private long received;
    private long read;
    private long typingAtNanos;
    private boolean typingBefore;

    Subscription(Session session, Conversation conversation, long after) {
        super(after);
        this.session = session;
        this.conversation = conversation;
    }

    /// Whose it is.
    public Session session() {
        return session;
    }

    /// Which conversation.
    public Conversation conversation() {
        return conversation;
    }

    void setConversation(Conversation same) {
        conversation = same;
    }

    /// Whether records of the conversation go to this session.
    public boolean isActive() {
        return active;
    }

    void enter() {
        active = true;
        confirmed = false;
    }

    void leave() {
        active = false;
    }

    /// The session has been in the conversation from the moment the user came into it.
    void begin() {
        begun = true;
    }

    /// Whether this is the first answer of the log since {@link #begin}: what lies before it was never the user's.
    public boolean takeBegun() {
        boolean first = begun;
        begun = false;
        return first;
    }

    /// The log says that the user is a member, or was one.
    public void confirm() {
        confirmed = true;
    }

    /// Whether the log has said that the user is a member, or was one until he left.
    public boolean isConfirmed() {
        return confirmed;
    }

    /// The membership has changed in a way that an answer of the log under way may not show.
    public void doubt() {
        inDoubt = true;
    }

    /// The log is being asked now.
    public void asked() {
        inDoubt = false;
    }

    /// Whether the membership has changed since the log was asked.
    public boolean isInDoubt() {
        return inDoubt;
    }

    /// The device has said before that it holds everything up to here.
    public void acknowledged(long seq) {
        received = Math.max(received, seq);
    }

    /// Up to where the device has said that it holds everything.
    public long received() {
        return received;
    }

    /// How many of these the device has said that it holds.
    int heldOf(LogRun run) {
        if (run.from() > received) {
            return 0;
        }
        return Math.toIntExact(
                run.entries().stream().filter(entry -> entry.seq() <= received).count());
    }

    /// Moves what the device holds forward, never beyond what was sent to it.
    ///
    /// @return the new position, or 0 when it did not move
    public long moveReceived(long seq) {
        long position = Math.min(seq, sent());
        if (position <= received) {
            return 0;
        }
        received = position;
        return position;
    }

    /// Moves the read position that came through this session forward.
    ///
    /// @return the new position, or 0 when it did not move
    public long moveRead(long seq) {
        long position = Math.min(seq, Math.max(sent(), known()));
        if (position <= read) {
            return 0;
        }
        read = position;
        return position;
    }

    /// Whether this session itself has read as far as that.
    public boolean hasRead(long seq) {
        return seq <= read;
    }

    /// Whether a typing notice may be passed on now: one in an interval.
    public boolean mayType(long nowNanos, long intervalNanos) {
        if (typingBefore && nowNanos - typingAtNanos < intervalNanos) {
            return false;
        }
        typingBefore = true;
        typingAtNanos = nowNanos;
        return true;
    }
}
