package dev.hongyan.push.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameGuardTest {
    private final List<Integer> violations = new ArrayList<>();
    private final List<Boolean> writability = new ArrayList<>();
    private final FrameGuard guard = new FrameGuard();
    private final EmbeddedChannel channel = new EmbeddedChannel(guard);

    FrameGuardTest() {
        guard.attach(new FrameGuard.Listener() {
            @Override
            public void heard() {}

            @Override
            public void violated(int closeCode) {
                violations.add(closeCode);
            }

            @Override
            public void writabilityChanged() {
                writability.add(channel.isWritable());
            }
        });
    }

    private static ByteBuf bytes(int... values) {
        ByteBuf buffer = Unpooled.buffer();
        for (int value : values) {
            buffer.writeByte(value);
        }
        return buffer;
    }

    @Test
    void partsOfACharacterMayComeInDifferentFragments() {
        byte[] goose = "鸿".getBytes(StandardCharsets.UTF_8);
        channel.writeInbound(new TextWebSocketFrame(false, 0, bytes(goose[0])));
        channel.writeInbound(new PingWebSocketFrame());
        channel.writeInbound(new ContinuationWebSocketFrame(true, 0, bytes(goose[1], goose[2])));

        assertThat(channel.<Object>readInbound()).isInstanceOf(PingWebSocketFrame.class);
        TextWebSocketFrame whole = channel.readInbound();
        assertThat(whole.text()).isEqualTo("鸿");
        assertThat(violations).isEmpty();
    }

    @Test
    void whoTakesNoAnswersGetsNoneToPings() {
        channel.writeInbound(new PingWebSocketFrame());
        assertThat(channel.<PingWebSocketFrame>readInbound().release()).isTrue();

        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        PingWebSocketFrame ping = new PingWebSocketFrame();
        channel.writeInbound(ping);
        channel.runPendingTasks();

        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(ping.refCnt()).isZero();
        assertThat(writability).containsExactly(false);
    }

    @Test
    void bytesThatAreNoUtf8AreNotReplacedButEndTheSocket() {
        channel.writeInbound(new TextWebSocketFrame(true, 0, bytes('"', 0xff, '"')));
        channel.writeInbound(new TextWebSocketFrame(true, 0, bytes('1')));

        assertThat(violations).containsExactly(1007);
        assertThat(channel.<Object>readInbound()).isNull();
    }

    @Test
    void halfASurrogatePairIsNoUtf8() {
        channel.writeInbound(new TextWebSocketFrame(true, 0, bytes(0xed, 0xa0, 0xbd)));

        assertThat(violations).containsExactly(1007);
    }

    @Test
    void countlessFragmentsAreTooMuchHoweverSmallTheyAre() {
        channel.writeInbound(new TextWebSocketFrame(false, 0, bytes('x')));
        for (int i = 0; i < 300; i++) {
            channel.writeInbound(new ContinuationWebSocketFrame(false, 0, bytes()));
        }

        assertThat(violations).containsExactly(1009);
    }

    @Test
    void whoPingsWithoutEndIsCutOff() {
        for (int i = 0; i < 500; i++) {
            channel.writeInbound(new PingWebSocketFrame());
        }
        assertThat(violations).isEmpty();
        for (int i = 0; i < 5_000; i++) {
            channel.writeInbound(new PongWebSocketFrame());
        }

        assertThat(violations).containsExactly(1008);
    }

    @Test
    void wholeMessagesHaveAPaceOfTheirOwn() {
        for (int i = 0; i < 5_000; i++) {
            channel.writeInbound(new TextWebSocketFrame("{}"));
        }

        assertThat(violations).isEmpty();
    }

    @Test
    void whatTheDecoderFindsBrokenEndsWithTheCodeItNames() {
        channel.pipeline()
                .fireExceptionCaught(
                        new CorruptedWebSocketFrameException(WebSocketCloseStatus.MESSAGE_TOO_BIG, "too long", null));

        assertThat(violations).containsExactly(1009);
        assertThat(channel.isOpen()).isTrue();
    }
}
