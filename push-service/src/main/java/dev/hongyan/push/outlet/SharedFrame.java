package dev.hongyan.push.outlet;

import dev.hongyan.push.messagelog.LogRun;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The frame of messages that was written last on a loop, ready for the wire: of a thousand sockets most wait for
/// exactly the same, so its bytes are put together once and written to each of them. Belongs to one event loop.
final class SharedFrame {
    private List<LogRun> runs = List.of();
    private @Nullable ByteBuf frame;

    /// Takes all out of a queue, as the frame to be written; null when it is of other kinds or more than one frame.
    @Nullable
    ByteBuf take(FrameQueue queue, ByteBufAllocator memory) {
        if (!queue.isOneSharedFrame()) {
            return null;
        }
        ByteBuf last = frame;
        if (last != null && queue.holdsJust(runs)) {
            queue.clear();
            return last.retainedDuplicate();
        }
        release();
        runs = queue.runs();
        ByteBuf made = memory.directBuffer(queue.bytes() + 64);
        queue.writeTo(made, Integer.MAX_VALUE);
        frame = made;
        return made.retainedDuplicate();
    }

    /// Gives the bytes back when nobody has to write them any more.
    void release() {
        if (frame != null) {
            frame.release();
            frame = null;
            runs = List.of();
        }
    }
}
