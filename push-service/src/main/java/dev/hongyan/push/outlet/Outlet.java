package dev.hongyan.push.outlet;

import dev.hongyan.push.messagelog.LogRun;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The way from a session to its socket: queue, pace, and what happens when the socket does not take it. Frames are
/// written ready for the wire on the channel under the connection, several in one write. On the session's loop only.
public final class Outlet {
    /// One write holds about so much, so that the channel's own buffer stays near its high-water mark.
    private static final int WRITE_BYTES = 64 * 1024;

    private final Channel channel;
    private final OutletLoop loop;
    private final FrameQueue queue = new FrameQueue();
    private OutletLoop.Turn turn = OutletLoop.Turn.NONE;
    private int flushedIn = -1;
    private boolean urgent;
    private long blockedSince;
    private int reportedBytes;
    private int reportedMissedBytes;
    private long missedSince;
    private boolean blocked;
    private boolean flushing;
    private boolean closed;
    private @Nullable List<CompletableFuture<Void>> waiting;

    /// The way to the socket of a channel, on its loop.
    public Outlet(Channel channel, OutletLoop loop) {
        this.channel = channel;
        this.loop = loop;
    }

    /// Queues a frame.
    public void add(Kind kind, byte[] json) {
        if (!closed) {
            queue.add(kind, json);
            flushSoon(kind);
        }
    }

    /// Queues messages.
    public void add(Kind kind, LogRun run) {
        if (!closed) {
            queue.add(kind, run);
            flushSoon(kind);
        }
    }

    /// Whether more than so many live bytes wait although all that the socket takes has been written.
    public boolean overflows(int limit) {
        if (queue.droppableBytes() > limit) {
            flush();
        }
        return queue.droppableBytes() > limit;
    }

    /// Whether more than so many bytes of answers wait although all that the socket takes has been written.
    public boolean answersOverflow(int limit) {
        if (queue.answerBytes() > limit) {
            flush();
        }
        return queue.answerBytes() > limit;
    }

    /// Drops all but the answers.
    public void dropAllButAnswers() {
        queue.dropAllButAnswers();
        reportMissed();
        if (queue.bytes() < WRITE_BYTES) {
            wakeWaiting();
        }
    }

    /// How the queue has grown since the last call.
    public int growth() {
        int growth = queue.bytes() - reportedBytes;
        reportedBytes = queue.bytes();
        return growth;
    }

    /// Whether the socket has taken nothing for so long.
    public boolean isBlockedFor(long nanos, long now) {
        return blocked && now - blockedSince > nanos;
    }

    /// Completes when little is left to write, or the socket has gone.
    public CompletableFuture<Void> drained() {
        if (queue.bytes() < WRITE_BYTES || !channel.isActive()) {
            return CompletableFuture.completedFuture(null);
        }
        if (waiting == null) {
            waiting = new ArrayList<>(1);
        }
        CompletableFuture<Void> drained = new CompletableFuture<>();
        waiting.add(drained);
        return drained;
    }

    /// Whether what was read from the log waits for a socket that has taken nothing for so long, or too little of it
    /// for ten times as long.
    public boolean holdsUp(long nanos, long now) {
        return queue.missedBytes() > 0 && (isBlockedFor(nanos, now) || (blocked && now - missedSince > 10 * nanos));
    }

    private void reportMissed() {
        int change = queue.missedBytes() - reportedMissedBytes;
        if (change != 0) {
            if (reportedMissedBytes == 0) {
                missedSince = System.nanoTime();
            }
            reportedMissedBytes = queue.missedBytes();
            loop.backlog().add(change);
        }
    }

    private void flushSoon(Kind kind) {
        reportMissed();
        urgent |= kind.isUrgent();
        loop.request(this, kind.isUrgent());
    }

    OutletLoop.Turn turn() {
        return turn;
    }

    void setTurn(OutletLoop.Turn next) {
        turn = next;
    }

    /// The window of time in which it was written to last.
    int flushedIn() {
        return flushedIn;
    }

    /// Whether something waits that goes before what a crowd gets.
    boolean isUrgent() {
        return urgent;
    }

    /// Writes what the socket takes.
    public void flush() {
        if (flushing) {
            return;
        }
        urgent = false;
        boolean wrote = false;
        flushing = true;
        try {
            while (!queue.isEmpty() && channel.isActive() && channel.isWritable()) {
                write();
                wrote = true;
            }
        } finally {
            flushing = false;
        }
        long now = System.nanoTime();
        if (wrote) {
            flushedIn = loop.flushed(now);
        }
        noteBlocked(wrote, now);
        reportMissed();
        if (queue.bytes() < WRITE_BYTES) {
            wakeWaiting();
        }
    }

    private void write() {
        ByteBuf shared = loop.shared().take(queue, channel.alloc());
        // What has not been written is missing on a socket that would seem to be live.
        var _ = channel.writeAndFlush(shared == null ? next() : shared)
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    private ByteBuf next() {
        ByteBuf out = channel.alloc().buffer(Math.min(queue.bytes() + 64, WRITE_BYTES));
        try {
            queue.writeTo(out, WRITE_BYTES);
            return out;
        } catch (RuntimeException e) {
            out.release();
            throw e;
        }
    }

    private void noteBlocked(boolean wrote, long now) {
        boolean isBlocked = !channel.isWritable();
        if (isBlocked && (wrote || !blocked)) { // whoever takes a little now and then is slow, not stuck
            blockedSince = now;
        }
        blocked = isBlocked;
    }

    /// Writes what the socket takes, and the answers even if it takes no more: they must stand before the close.
    /// Nothing is written after them.
    public void finish() {
        flush();
        queue.dropAllButAnswers();
        flushing = true;
        try {
            while (!queue.isEmpty() && channel.isActive()) {
                write();
            }
        } finally {
            flushing = false;
            close();
        }
    }

    /// Something has failed that should not: what is lost now would be missing for good, so the client is to come
    /// again.
    void giveUp() {
        close();
        var _ = channel.close();
    }

    /// Nothing is written any more.
    public void close() {
        closed = true;
        queue.clear();
        reportMissed();
        wakeWaiting();
    }

    private void wakeWaiting() {
        if (waiting != null) {
            List<CompletableFuture<Void>> woken = waiting;
            waiting = null;
            woken.forEach(each -> each.complete(null));
        }
    }
}
