package dev.hongyan.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.contracts.message.MessageType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SharedFramesTest {
    private static final int MEMBERS = 3;
    private final GroupLedger ledger = new GroupLedger(Ledger.runHalf(1_795_230_000_000L, 1));
    private final GroupLog group = new GroupLog(UUID.fromString("bced77c3-1518-84c4-8208-87038145a5e3"), MEMBERS);
    private final SharedFrames frames = new SharedFrames(id -> id.equals(group.id()) ? group : null, ledger::index);

    @Test
    void countsEveryMessageOfAFrameThatHoldsAHundred() {
        for (int i = 0; i < 100; i++) {
            ledger.plan(i, 0);
        }
        byte[] bytes = frame(0, 100);
        SharedFrames.Frame frame = frames.read(bytes, bytes.length);
        assertThat(frame.size()).isEqualTo(100);
        for (int i = 0; i < 100; i++) {
            assertThat(frame.index(i)).isEqualTo(i);
            assertThat(frame.seq(i)).isEqualTo(i + 1);
            assertThat(frame.log(i)).isSameAs(group);
        }
    }

    @Test
    void scansWhatHasTheSameBytesOnce() {
        ledger.plan(1, 0);
        byte[] bytes = frame(0, 1);
        for (int socket = 0; socket < 1_000; socket++) {
            assertThat(frames.read(bytes.clone(), bytes.length).index(0)).isZero();
        }
        assertThat(frames.scanned()).isEqualTo(1);
    }

    @Test
    void takesNoFrameForAnotherThatDiffersInOneByte() {
        for (int i = 0; i < 40; i++) {
            ledger.plan(i, 0);
        }
        byte[] bytes = frame(0, 20);
        assertThat(frames.read(bytes, bytes.length).index(19)).isEqualTo(19);
        int lastId = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("\"id\":\"") + 6;
        byte[] other = bytes.clone();
        other[lastId + 35] = 'f';
        assertThat(frames.read(other, other.length).index(19)).isEqualTo(31);
        assertThat(frames.read(bytes, bytes.length).index(19)).isEqualTo(19);
    }

    @Test
    void seesTheSameAsAPlainScanInAMixOfFrames() {
        for (int i = 0; i < 2_000; i++) {
            ledger.plan(i, 0);
        }
        Random random = new Random(5);
        for (int round = 0; round < 3_000; round++) {
            int from = random.nextInt(1_900);
            byte[] bytes = frame(from, from + 1 + random.nextInt(3));
            List<Integer> scanned = new ArrayList<>();
            FrameScanner.eachMessage(bytes, bytes.length, (all, at, seq, id) -> scanned.add(ledger.index(id)));
            SharedFrames.Frame frame = frames.read(bytes, bytes.length);
            List<Integer> read = new ArrayList<>();
            for (int at = 0; at < frame.size(); at++) {
                read.add(frame.index(at));
            }
            assertThat(read).isEqualTo(scanned);
        }
    }

    @Test
    void knowsMessagesOfOthersAndConversationsThatAreNoGroup() {
        ledger.plan(1, 0);
        byte[] bytes =
                bytes("{\"op\":\"messages\",\"messages\":[" + message(UUID.randomUUID(), 3, UUID.randomUUID()) + "]}");
        SharedFrames.Frame frame = frames.read(bytes, bytes.length);
        assertThat(frame.size()).isEqualTo(1);
        assertThat(frame.log(0)).isNull();
        assertThat(frame.index(0)).isEqualTo(-1);
    }

    private byte[] frame(int from, int to) {
        List<String> messages = new ArrayList<>();
        for (int index = from; index < to; index++) {
            messages.add(message(group.id(), index + 1, new UUID(ledger.runHalf(), Long.MIN_VALUE | index)));
        }
        return bytes("{\"op\":\"messages\",\"messages\":[" + String.join(",", messages) + "]}");
    }

    private static String message(UUID conversation, long seq, UUID id) {
        MessageContent content = new MessageContent(
                MessageType.TEXT,
                bytes("{\"type\":\"text\",\"body\":{\"text\":\"鸿雁 \\\"seq\\\":1\"},\"replyTo\":null,\"mentions\":[]}"),
                false);
        byte[] message = MessageContent.message(
                conversation, seq, id, new UUID(1, 2), "2026-11-20T11:32:00.123Z", content.canonical());
        return new String(message, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
