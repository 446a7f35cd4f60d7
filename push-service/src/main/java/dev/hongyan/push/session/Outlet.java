package dev.hongyan.push.session;

import dev.hongyan.push.messagelog.LogRun;
import dev.hongyan.push.session.FrameQueue.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The way from a session to its socket: queue, pace, and what happens when the socket does not take it. Frames are
/// written ready for the wire on the channel under the connection, several in one write. On the session's loop only.
final class Outlet {
    /// One write holds about so much, so that the channel's own buffer stays near its high-water mark.
    private static final int WRITE_BYTES = 64 * 1024;

    private final Channel channel;
    private final Pacer pacer;
    private final FrameQueue queue = new FrameQueue();
    private long lastFlush = System.nanoTime();
    private long blockedSince;
    private int reportedBytes;
    private boolean blocked;
    private boolean scheduled;
    private boolean flushing;
    private boolean closed;
    private @Nullable List<CompletableFuture<Void>> waiting;

    Outlet(Channel channel, Pacer pacer) {
        this.channel = channel;
        this.pacer = pacer;
    }

    void add(Kind kind, byte[] json) {
        if (!closed) {
            queue.add(kind, json);
            flushSoon();
        }
    }

    void add(Kind kind, LogRun run) {
        if (!closed) {
            queue.add(kind, run);
            flushSoon();
        }
    }

    /// Whether more than so many live bytes wait although all that the socket takes has been written.
    boolean overflows(int limit) {
        if (queue.droppableBytes() > limit) {
            flush();
        }
        return queue.droppableBytes() > limit;
    }

    /// Whether more than so many bytes of answers wait although all that the socket takes has been written.
    boolean answersOverflow(int limit) {
        if (queue.answerBytes() > limit) {
            flush();
        }
        return queue.answerBytes() > limit;
    }

    void dropAllButAnswers() {
        queue.dropAllButAnswers();
        if (queue.bytes() < WRITE_BYTES) {
            wakeWaiting();
        }
    }

    /// How the queue has grown since the last call.
    int growth() {
        int growth = queue.bytes() - reportedBytes;
        reportedBytes = queue.bytes();
        return growth;
    }

    /// Whether the socket has taken nothing for so long.
    boolean isBlockedFor(long nanos, long now) {
        return blocked && now - blockedSince > nanos;
    }

    /// Completes when little is left to write, or the socket has gone.
    CompletableFuture<Void> drained() {
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

    private void flushSoon() {
        if (scheduled) {
            return;
        }
        scheduled = true;
        long delay = pacer.delay(lastFlush, System.nanoTime());
        if (delay == 0) {
            channel.eventLoop().execute(this::flush); // after what the loop is at now: its other frames come along
        } else {
            var _ = channel.eventLoop().schedule(this::flush, delay, TimeUnit.NANOSECONDS);
        }
    }

    /// Writes what the socket takes.
    void flush() {
        if (flushing) {
            return;
        }
        scheduled = false;
        flushing = true;
        boolean wrote = false;
        while (!queue.isEmpty() && channel.isActive() && channel.isWritable()) {
            write();
            wrote = true;
        }
        flushing = false;
        long now = System.nanoTime();
        if (wrote) {
            lastFlush = now;
            pacer.flushed(now);
        }
        noteBlocked(wrote, now);
        if (queue.bytes() < WRITE_BYTES) {
            wakeWaiting();
        }
    }

    private void write() {
        ByteBuf out = channel.alloc().buffer(Math.min(queue.bytes() + 64, WRITE_BYTES));
        queue.writeTo(out, WRITE_BYTES);
        var _ = channel.writeAndFlush(out);
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
    void finish() {
        flush();
        queue.dropAllButAnswers();
        flushing = true;
        while (!queue.isEmpty() && channel.isActive()) {
            write();
        }
        flushing = false;
        close();
    }

    /// Nothing is written any more.
    void close() {
        closed = true;
        queue.clear();
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
