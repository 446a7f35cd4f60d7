package dev.hongyan.push.session;

import java.util.UUID;

/// One session in one conversation.
public final class Subscription extends LogCursor {
    /// In larger conversations `read` and `typing` of others are not fanned out.
    private static final int MAX_EPHEMERAL_MEMBERS = 20;

    private final Session session;
    private final UUID conversation;
    private boolean direct;
    private int members;
    private boolean active = true;
    private boolean confirmed;
    private long received;
    private long read;
    private long typingAtNanos;
    private boolean typingBefore;

    Subscription(Session session, UUID conversation, long after) {
        super(after);
        this.session = session;
        this.conversation = conversation;
    }

    /// Whose it is.
    public Session session() {
        return session;
    }

    /// Which conversation.
    public UUID conversation() {
        return conversation;
    }

    /// What message-service says of the conversation.
    public void describe(String kind, int memberCount) {
        this.direct = kind.equals("direct");
        this.members = memberCount;
    }

    /// Whether it is a conversation of two.
    public boolean isDirect() {
        return direct;
    }

    /// Whether `read` and `typing` are passed on here.
    public boolean isSmall() {
        return members > 1 && members <= MAX_EPHEMERAL_MEMBERS;
    }

    /// Whether records of the conversation go to this session.
    public boolean isActive() {
        return active;
    }

    void setActive(boolean active) {
        this.active = active;
        this.confirmed &= active;
    }

    /// The log says that the user is a member.
    public void confirm() {
        confirmed = true;
    }

    /// Whether the log has said that the user is a member.
    public boolean isConfirmed() {
        return confirmed;
    }

    /// The device has said before that it holds everything up to here.
    public void acknowledged(long seq) {
        received = Math.max(received, seq);
    }

    /// Stops passing records on until the log has been read again.
    public void beginRereading() {
        catchUp();
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
