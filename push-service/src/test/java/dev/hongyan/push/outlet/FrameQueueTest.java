package dev.hongyan.push.outlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.push.Wire;
import dev.hongyan.push.messagelog.Runs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FrameQueueTest {
    private static final UUID CONVERSATION = UUID.randomUUID();

    private final FrameQueue queue = new FrameQueue();

    private List<String> written() {
        ByteBuf out = Unpooled.buffer();
        queue.writeTo(out, Integer.MAX_VALUE);
        return Wire.frames(out);
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void messagesThatFollowOneAnotherShareAFrameAndNothingOvertakes() {
        queue.add(Kind.ANSWER, json("{\"op\":\"sent\"}"));
        queue.add(Kind.LIVE, Runs.of(CONVERSATION, 1, 2, "x"));
        queue.add(Kind.LIVE, Runs.of(UUID.randomUUID(), 9, 9, "y"));
        queue.add(Kind.ANSWER, json("{\"op\":\"pong\"}"));

        List<String> frames = written();

        assertThat(frames).hasSize(3);
        assertThat(frames.get(0)).isEqualTo("{\"op\":\"sent\"}");
        assertThat(frames.get(1))
                .startsWith("{\"op\":\"messages\",\"messages\":[{")
                .endsWith("}]}");
        assertThat(frames.get(1).split("\"seq\":", -1)).hasSize(4);
        assertThat(frames.get(2)).isEqualTo("{\"op\":\"pong\"}");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void longRunsAreCutIntoFrames() {
        queue.add(Kind.MISSED, Runs.of(CONVERSATION, 1, 250, "x"));
        assertThat(written()).hasSize(3);

        queue.add(Kind.MISSED, Runs.of(CONVERSATION, 1, 10, "鸿".repeat(10_000)));
        assertThat(written()).hasSize(5).allMatch(frame -> frame.getBytes(StandardCharsets.UTF_8).length < 65_536);
    }

    @Test
    void aWriteStopsWhenItHasEnough() {
        queue.add(Kind.MISSED, Runs.of(CONVERSATION, 1, 250, "x"));
        ByteBuf out = Unpooled.buffer();

        assertThat(queue.writeTo(out, 1)).isEqualTo(1);
        assertThat(queue.isEmpty()).isFalse();
        assertThat(written()).hasSize(2);
    }

    @Test
    void onlyAnswersSurviveALag() {
        queue.add(Kind.ANSWER, json("{\"op\":\"sent\"}"));
        queue.add(Kind.LIVE, Runs.of(CONVERSATION, 1, 2, "x"));
        queue.add(Kind.EPHEMERAL, json("{\"op\":\"typing\"}"));

        queue.dropAllButAnswers();

        assertThat(queue.droppableBytes()).isZero();
        assertThat(written()).containsExactly("{\"op\":\"sent\"}");
    }
}
