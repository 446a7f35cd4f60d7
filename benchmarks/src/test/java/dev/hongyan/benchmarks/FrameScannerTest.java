package dev.hongyan.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.contracts.message.MessageType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FrameScannerTest {
    private static final UUID CONVERSATION = UUID.fromString("bced77c3-1518-84c4-8208-87038145a5e3");
    private static final UUID ONE = UUID.fromString("01a1fbf2-43b4-7f50-8000-0000000000ff");
    private static final UUID TWO = UUID.fromString("01a1fbf2-43b4-7f50-8000-000000000100");

    @Test
    void findsEachMessageAndWhatItIs() {
        List<String> found = new ArrayList<>();
        byte[] frame = frame(message(7, ONE, "你好"), message(8, TWO, "hi"));
        FrameScanner.eachMessage(
                frame,
                frame.length,
                (bytes, at, seq, id) -> found.add(FrameScanner.uuid(bytes, at) + " " + seq + " " + id));
        assertThat(found).containsExactly(CONVERSATION + " 7 " + ONE, CONVERSATION + " 8 " + TWO);
    }

    @Test
    void isNotMisledByWhatPeopleWrite() {
        List<UUID> found = new ArrayList<>();
        byte[] frame = frame(message(7, ONE, "{\\\"conversation\\\":\\\"x\\\",\\\"seq\\\":9,\\\"id\\\":\\\"y\\\""));
        FrameScanner.eachMessage(frame, frame.length, (bytes, at, seq, id) -> found.add(id));
        assertThat(found).containsExactly(ONE);
    }

    @Test
    void readsTheAnswerToASend() {
        byte[] frame = bytes("{\"op\":\"sent\",\"id\":\"" + ONE + "\",\"conversation\":\"" + CONVERSATION
                + "\",\"seq\":42,\"at\":\"2026-11-20T11:32:00.123Z\"}");
        assertThat(FrameScanner.op(frame, frame.length)).isEqualTo("sent");
        assertThat(FrameScanner.idOf(frame, frame.length)).isEqualTo(ONE);
        assertThat(FrameScanner.seqOf(frame, frame.length)).isEqualTo(42);
    }

    @Test
    void namesTheOpOfAnyFrameThatBeginsWithIt() {
        for (String op : List.of("welcome", "messages", "resumed", "retry", "pong", "received", "lagged")) {
            byte[] frame = bytes("{\"op\":\"" + op + "\",\"n\":1}");
            assertThat(FrameScanner.op(frame, frame.length)).isEqualTo(op);
        }
        byte[] otherwise = bytes("{\"id\":\"" + ONE + "\",\"op\":\"refused\"}");
        assertThat(FrameScanner.op(otherwise, otherwise.length)).isEmpty();
    }

    private static String message(long seq, UUID id, String text) {
        MessageContent content = new MessageContent(
                MessageType.TEXT,
                bytes("{\"type\":\"text\",\"body\":{\"text\":\"" + text + "\"},\"replyTo\":null,\"mentions\":[]}"),
                false);
        byte[] message =
                MessageContent.message(CONVERSATION, seq, id, TWO, "2026-11-20T11:32:00.123Z", content.canonical());
        return new String(message, StandardCharsets.UTF_8);
    }

    private static byte[] frame(String... messages) {
        return bytes("{\"op\":\"messages\",\"messages\":[" + String.join(",", messages) + "]}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
