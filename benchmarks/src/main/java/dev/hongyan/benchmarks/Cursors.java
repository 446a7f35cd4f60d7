package dev.hongyan.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// A frame that names positions in conversations.
final class Cursors {
    private final StringBuilder frame;
    private int count;

    Cursors(String op) {
        frame = new StringBuilder("{\"op\":\"" + op + "\",\"cursors\":{");
    }

    Cursors at(UUID conversation, long seq) {
        frame.append(count++ == 0 ? "\"" : ",\"")
                .append(conversation)
                .append("\":")
                .append(seq);
        return this;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /// @param more further members of the frame, each with a comma before it
    byte[] frame(String more) {
        return (frame + "}" + more + "}").getBytes(StandardCharsets.US_ASCII);
    }
}
