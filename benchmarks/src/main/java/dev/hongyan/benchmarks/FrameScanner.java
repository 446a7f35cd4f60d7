package dev.hongyan.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Finds in the server's frames what the generator needs, by looking at bytes: text in JSON cannot hold an unescaped
/// quotation mark, so the marks looked for cannot occur in what people wrote.
final class FrameScanner {
    private static final byte[] ID = ascii("\"id\":\"");
    private static final byte[] CONVERSATION = ascii("{\"conversation\":\"");
    private static final byte[] SEQ = ascii("\"seq\":");
    private static final int UUID_LENGTH = 36;

    private FrameScanner() {}

    /// What one message of a `messages` frame is.
    interface Messages {
        /// @param conversation where its 36 bytes begin
        void onMessage(byte[] frame, int conversation, long seq, UUID id);
    }

    /// The op of a frame that begins with it; empty for any other.
    static String op(byte[] frame, int length) {
        if (length < 9 || frame[2] != 'o' || frame[3] != 'p' || frame[6] != '"') {
            return "";
        }
        int end = 7;
        while (end < length && frame[end] != '"') {
            end++;
        }
        return switch (end - 7) {
            case 4 -> frame[7] == 's' ? "sent" : text(frame, 7, end);
            case 8 -> frame[7] == 'm' ? "messages" : text(frame, 7, end);
            default -> text(frame, 7, end);
        };
    }

    static UUID idOf(byte[] frame, int length) {
        return uuid(frame, after(ID, frame, 0, length));
    }

    static long seqOf(byte[] frame, int length) {
        return number(frame, after(SEQ, frame, 0, length), length);
    }

    static void eachMessage(byte[] frame, int length, Messages messages) {
        int at = after(CONVERSATION, frame, 0, length);
        while (at > 0) {
            int seqAt = after(SEQ, frame, at + UUID_LENGTH, length);
            int idAt = after(ID, frame, seqAt, length);
            messages.onMessage(frame, at, number(frame, seqAt, length), uuid(frame, idAt));
            at = after(CONVERSATION, frame, idAt + UUID_LENGTH, length);
        }
    }

    /// The UUID whose 36 characters begin there.
    static UUID uuid(byte[] frame, int at) {
        long high = hex(frame, at, 8) << 32 | hex(frame, at + 9, 4) << 16 | hex(frame, at + 14, 4);
        long low = hex(frame, at + 19, 4) << 48 | hex(frame, at + 24, 12);
        return new UUID(high, low);
    }

    /// The first place behind `mark`; −1 when it does not occur.
    private static int after(byte[] mark, byte[] frame, int from, int length) {
        int last = length - mark.length;
        byte first = mark[0];
        byte second = mark[1];
        for (int at = from; at <= last; at++) {
            if (frame[at] == first && frame[at + 1] == second && matches(mark, frame, at)) {
                return at + mark.length;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] mark, byte[] frame, int at) {
        for (int i = 2; i < mark.length; i++) {
            if (frame[at + i] != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static long number(byte[] frame, int at, int length) {
        long number = 0;
        for (int i = at; i < length && frame[i] >= '0' && frame[i] <= '9'; i++) {
            number = number * 10 + frame[i] - '0';
        }
        return number;
    }

    private static long hex(byte[] frame, int at, int digits) {
        long value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = frame[i];
            value = value << 4 | (digit <= '9' ? digit - '0' : digit - 'a' + 10);
        }
        return value;
    }

    private static String text(byte[] frame, int from, int to) {
        return new String(frame, from, to - from, StandardCharsets.US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
