package dev.hongyan.push.outlet;

import dev.hongyan.push.messagelog.LogRun;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What waits for one socket, in order: ready frames, and runs of messages that are put together into `messages` frames
/// when they are written. Only what came live is bounded here; who pulls waits until the queue has drained, and answers
/// are bounded by what the client asks.
final class FrameQueue {
    private sealed interface Item {
        Kind kind();

        int size();
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares frames
    private record Frame(Kind kind, byte[] json) implements Item {
        @Override
        public int size() {
            return json.length;
        }
    }

    private record Run(Kind kind, LogRun run) implements Item {
        @Override
        public int size() {
            return run.size();
        }
    }

    /// A `messages` frame holds no more, unless a single message does.
    private static final int FRAME_BYTES = 64 * 1024;

    private static final int FRAME_MESSAGES = 100;
    private static final int TEXT_FRAME = 0x81;
    private static final byte[] OPENING = "{\"op\":\"messages\",\"messages\":[".getBytes(StandardCharsets.US_ASCII);

    private @Nullable ArrayDeque<Item> items;
    private int bytes;
    private int droppableBytes;
    private int answerBytes;
    private int missedBytes;

    boolean isEmpty() {
        return items == null || items.isEmpty();
    }

    int bytes() {
        return bytes;
    }

    /// Bytes that came live or are ephemeral.
    int droppableBytes() {
        return droppableBytes;
    }

    int answerBytes() {
        return answerBytes;
    }

    /// Bytes that were read from the log.
    int missedBytes() {
        return missedBytes;
    }

    void add(Kind kind, byte[] json) {
        add(new Frame(kind, json));
    }

    void add(Kind kind, LogRun run) {
        if (!run.entries().isEmpty()) {
            add(new Run(kind, run));
        }
    }

    private void add(Item item) {
        if (items == null) {
            items = new ArrayDeque<>(4);
        }
        items.addLast(item);
        count(item, 1);
    }

    private void count(Item item, int sign) {
        bytes += sign * item.size();
        if (item.kind().isDroppable()) {
            droppableBytes += sign * item.size();
        } else if (item.kind() == Kind.ANSWER) {
            answerBytes += sign * item.size();
        } else {
            missedBytes += sign * item.size();
        }
    }

    /// Drops all but the answers.
    void dropAllButAnswers() {
        if (items != null) {
            items.removeIf(item -> item.kind() != Kind.ANSWER);
            bytes = answerBytes;
            droppableBytes = 0;
            missedBytes = 0;
        }
    }

    /// Drops everything.
    void clear() {
        items = null;
        bytes = 0;
        droppableBytes = 0;
        answerBytes = 0;
        missedBytes = 0;
    }

    /// Whether all that waits are messages that very many get, and one frame holds them.
    boolean isOneSharedFrame() {
        int messages = 0;
        if (items == null || bytes + items.size() + OPENING.length > FRAME_BYTES) {
            return false;
        }
        for (Item item : items) {
            if (!(item instanceof Run run) || run.kind != Kind.CROWDED) {
                return false;
            }
            messages += run.run.entries().size();
        }
        return messages <= FRAME_MESSAGES;
    }

    /// Whether exactly these wait. Runs are shared, so the same is the same object.
    @SuppressWarnings("ReferenceEquality")
    boolean holdsJust(List<LogRun> runs) {
        if (items == null || items.size() != runs.size()) {
            return false;
        }
        int at = 0;
        for (Item item : items) {
            if (!(item instanceof Run run) || run.run != runs.get(at++)) {
                return false;
            }
        }
        return true;
    }

    /// The runs that wait.
    List<LogRun> runs() {
        List<LogRun> runs = new ArrayList<>();
        if (items != null) {
            items.forEach(item -> {
                if (item instanceof Run run) {
                    runs.add(run.run);
                }
            });
        }
        return runs;
    }

    /// Writes the next frames, ready for the wire, until the queue is empty or the buffer holds about `enough` bytes.
    ///
    /// @return how many frames were written
    int writeTo(ByteBuf out, int enough) {
        int frames = 0;
        while (items != null && !items.isEmpty() && out.readableBytes() < enough) {
            if (items.peekFirst() instanceof Frame frame) {
                items.removeFirst();
                count(frame, -1);
                header(out, frame.json.length);
                out.writeBytes(frame.json);
            } else {
                writeMessages(out);
            }
            frames++;
        }
        if (items != null && items.isEmpty()) {
            items = null;
        }
        return frames;
    }

    private void writeMessages(ByteBuf out) {
        ArrayDeque<LogRun> taken = new ArrayDeque<>(4);
        int payload = OPENING.length + 1;
        int messages = 0;
        while (items != null && items.peekFirst() instanceof Run next) {
            int room = messages == 0 ? Integer.MAX_VALUE : FRAME_BYTES - payload;
            int fitting = fitting(next.run, Math.min(room, FRAME_BYTES), FRAME_MESSAGES - messages, messages == 0);
            if (fitting == 0) {
                break;
            }
            List<LogRun.Entry> entries = next.run.entries();
            LogRun part = part(next.run, entries.subList(0, fitting));
            items.removeFirst();
            count(next, -1);
            if (fitting < entries.size()) {
                Run rest = new Run(next.kind, part(next.run, entries.subList(fitting, entries.size())));
                items.addFirst(rest);
                count(rest, 1);
            }
            taken.addLast(part);
            payload += part.size() + 1;
            messages += fitting;
        }
        header(out, payload);
        out.writeBytes(OPENING);
        int before = out.writerIndex();
        for (LogRun part : taken) {
            if (out.writerIndex() > before) {
                out.writeByte(',');
            }
            out.writeBytes(part.bytes(), part.entries().getFirst().start(), part.size());
        }
        out.writeByte(']').writeByte('}');
    }

    private static LogRun part(LogRun run, List<LogRun.Entry> entries) {
        return new LogRun(run.conversation(), run.from(), run.to(), run.bytes(), entries);
    }

    private static int fitting(LogRun run, int room, int count, boolean atLeastOne) {
        List<LogRun.Entry> entries = run.entries();
        int start = entries.getFirst().start();
        int fitting = 0;
        while (fitting < entries.size()
                && fitting < count
                && entries.get(fitting).end() - start <= room) {
            fitting++;
        }
        return fitting == 0 && atLeastOne ? 1 : fitting;
    }

    private static void header(ByteBuf out, int length) {
        out.writeByte(TEXT_FRAME);
        if (length < 126) {
            out.writeByte(length);
        } else if (length < 65_536) {
            out.writeByte(126).writeShort(length);
        } else {
            out.writeByte(127).writeLong(length);
        }
    }
}
