package dev.hongyan.contracts.message;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.message.Append.Origin;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// The two bodies of `POST /internal/messages`, in a compact binary form: this call carries every message of the
/// system, and bytes that are copied cost a tenth of JSON that is parsed.
///
/// Request: version (1 byte), count (4), then for each append: origin (1), conversation, id, sender (16 each),
/// type (1), flags (1: bit 0 = mentions somebody), length (4) and the canonical content. Behind them, for each
/// append whose way is recorded: its index (4) and its `traceparent` (55); who does not know of these leaves them.
///
/// Answer: version, count, then for each, in the order of the request: 0, seq (8), milliseconds since the epoch (8),
/// repeated (1) · 1, length (2), problem code, milliseconds since the epoch until when (8, 0 = no end is known) ·
/// 2, milliseconds to wait (4). All numbers big-endian.
public final class AppendCall {
    /// The most appends that one call may carry.
    public static final int MAX_APPENDS = 1_000;

    /// The most bytes that one content may have; 10,000 characters of text are 60,000 bytes at the worst.
    public static final int MAX_CONTENT_BYTES = 128 * 1024;

    private static final byte VERSION = 1;
    private static final int FIXED_APPEND_BYTES = 1 + 3 * 16 + 1 + 1 + 4;
    private static final int TRACE_PARENT_BYTES = 55;

    private AppendCall() {}

    /// The lane of a conversation, the same on both sides: a caller keeps one call in flight for each lane, because
    /// a call waits for its slowest lane.
    public static int lane(UUID conversation, int lanes) {
        return Math.floorMod(conversation.getLeastSignificantBits(), lanes);
    }

    /// Appends as the body of a request.
    public static byte[] encodeRequest(List<Append> appends) {
        int size = 5;
        for (Append append : appends) {
            size += FIXED_APPEND_BYTES + append.content().canonical().length;
            size += append.traceparent() == null ? 0 : 4 + TRACE_PARENT_BYTES;
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(VERSION).putInt(appends.size());
        for (Append append : appends) {
            MessageContent content = append.content();
            out.put(append.origin().code());
            put(out, append.conversation());
            put(out, append.id());
            put(out, append.sender());
            out.put(content.type().code());
            out.put((byte) (content.mentions() ? 1 : 0));
            out.putInt(content.canonical().length).put(content.canonical());
        }
        for (int i = 0; i < appends.size(); i++) {
            String traceparent = appends.get(i).traceparent();
            if (traceparent != null) {
                out.putInt(i).put(traceparent.getBytes(StandardCharsets.US_ASCII), 0, TRACE_PARENT_BYTES);
            }
        }
        return out.array();
    }

    /// The appends of a request's body.
    ///
    /// @throws IllegalArgumentException when the body is of another form or holds more than {@link #MAX_APPENDS}
    public static List<Append> decodeRequest(byte[] body) {
        try {
            ByteBuffer in = ByteBuffer.wrap(body);
            int count = count(in);
            List<Append> appends = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                Origin origin = Origin.ofCode(in.get());
                UUID conversation = uuid(in);
                UUID id = uuid(in);
                UUID sender = uuid(in);
                MessageType type = MessageType.ofCode(in.get());
                boolean mentions = in.get() == 1;
                byte[] canonical = content(in);
                appends.add(
                        new Append(origin, conversation, id, sender, new MessageContent(type, canonical, mentions)));
            }
            while (in.hasRemaining()) {
                int traced = in.getInt();
                String traceparent = new String(bytes(in, TRACE_PARENT_BYTES), StandardCharsets.US_ASCII);
                appends.set(traced, appends.get(traced).tracedBy(traceparent));
            }
            return appends;
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("malformed append call", e);
        }
    }

    /// Answers as the body of an answer.
    public static byte[] encodeAnswer(List<AppendAnswer> answers) {
        ByteBuffer out =
                ByteBuffer.allocate(5 + answers.size() * 64).put(VERSION).putInt(answers.size());
        for (AppendAnswer answer : answers) {
            switch (answer) {
                case AppendAnswer.Stored stored ->
                    out.put((byte) 0)
                            .putLong(stored.seq())
                            .putLong(stored.at().toEpochMilli())
                            .put((byte) (stored.repeated() ? 1 : 0));
                case AppendAnswer.Refused refused ->
                    out.put((byte) 1)
                            .putShort((short) refused.problem().code().length())
                            .put(refused.problem().code().getBytes(StandardCharsets.US_ASCII))
                            .putLong(
                                    refused.until() == null
                                            ? 0
                                            : refused.until().toEpochMilli());
                case AppendAnswer.Retry retry -> out.put((byte) 2).putInt(retry.afterMillis());
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /// The answers of an answer's body, in the order of the appends.
    ///
    /// @throws IllegalArgumentException when the body is of another form
    public static List<AppendAnswer> decodeAnswer(byte[] body) {
        try {
            ByteBuffer in = ByteBuffer.wrap(body);
            int count = count(in);
            List<AppendAnswer> answers = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                answers.add(decodeOne(in));
            }
            return answers;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("malformed append answer", e);
        }
    }

    private static AppendAnswer decodeOne(ByteBuffer in) {
        return switch (in.get()) {
            case 0 -> new AppendAnswer.Stored(in.getLong(), Instant.ofEpochMilli(in.getLong()), in.get() == 1);
            case 1 -> {
                String code = new String(bytes(in, in.getShort()), StandardCharsets.US_ASCII);
                long until = in.getLong();
                yield new AppendAnswer.Refused(
                        ProblemCode.ofCode(code).orElse(ProblemCode.FORBIDDEN),
                        until == 0 ? null : Instant.ofEpochMilli(until));
            }
            case 2 -> new AppendAnswer.Retry(in.getInt());
            default -> throw new IllegalArgumentException("unknown append answer");
        };
    }

    private static int count(ByteBuffer in) {
        if (in.get() != VERSION) {
            throw new IllegalArgumentException("unknown version of the append call");
        }
        int count = in.getInt();
        if (count < 0 || count > MAX_APPENDS) {
            throw new IllegalArgumentException("an append call carries at most " + MAX_APPENDS);
        }
        return count;
    }

    /// A JSON object of a sensible size: what is in the log is sent to people, and one that is not stops a publisher.
    private static byte[] content(ByteBuffer in) {
        int length = in.getInt();
        if (length > MAX_CONTENT_BYTES) {
            throw new IllegalArgumentException("a content has at most " + MAX_CONTENT_BYTES + " bytes");
        }
        byte[] content = bytes(in, length);
        if (length < 2 || content[0] != '{' || content[length - 1] != '}') {
            throw new IllegalArgumentException("a content is a JSON object");
        }
        return content;
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static void put(ByteBuffer out, UUID id) {
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }
}
