package dev.hongyan.push.socket;

import dev.hongyan.push.session.SendLimit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Stands between the decoder of frames and the server, and lets only whole text messages of valid UTF-8 through.
///
/// The server itself would close with 1011 or hang up where the protocol has codes of its own, replace invalid UTF-8,
/// and
/// lose a message whose first fragment is empty. Belongs to one channel; on its loop only.
final class FrameGuard extends ChannelDuplexHandler {
    /// The most bytes of a message.
    static final int MAX_MESSAGE_BYTES = 64 * 1024;
    /// The most fragments of a message: each costs a frame's work however small it is.
    private static final int MAX_FRAGMENTS = 256;

    /// Pings, pongs and fragments at once, and a second in the long run: they cost a frame's work and say nothing.
    private static final int PACE_BURST = 2 * MAX_FRAGMENTS;

    private static final int PACE_RATE = 100;
    private static final int POLICY = 1008;
    private static final int UNSUPPORTED_DATA = 1003;
    private static final int INVALID_TEXT = 1007;
    private static final int TOO_BIG = 1009;

    /// Whom the guard serves.
    interface Listener {
        /// A frame of any kind has come.
        void heard();

        /// The peer has broken the protocol; nothing more comes through.
        void violated(int closeCode);

        /// The channel takes bytes again, or no more.
        void writabilityChanged();
    }

    private @Nullable Listener listener;
    private @Nullable SendLimit pace;
    private @Nullable ByteBuf message;
    private int fragments;
    private boolean violated;

    void attach(Listener attached) {
        listener = attached;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object received) {
        if (!(received instanceof WebSocketFrame frame)) {
            context.fireChannelRead(received);
            return;
        }
        if (listener != null) {
            listener.heard();
        }
        if (violated && !(frame instanceof CloseWebSocketFrame)) {
            frame.release();
            return;
        }
        boolean whole = frame instanceof TextWebSocketFrame && frame.isFinalFragment();
        if (!whole && !(frame instanceof CloseWebSocketFrame) && !keepsPace()) {
            frame.release();
            violate(context, POLICY);
            return;
        }
        switch (frame) {
            case TextWebSocketFrame text -> text(context, text);
            case ContinuationWebSocketFrame continuation -> fragment(context, continuation);
            case BinaryWebSocketFrame binary -> {
                binary.release();
                violate(context, UNSUPPORTED_DATA);
            }
            // The server would answer it whatever waits already, and who takes no answers could fill the memory.
            case PingWebSocketFrame ping when !context.channel().isWritable() -> ping.release();
            default -> context.fireChannelRead(frame);
        }
    }

    private boolean keepsPace() {
        SendLimit known = pace;
        if (known == null) {
            known = SendLimit.of(PACE_BURST, PACE_RATE); // most sockets never need one
            pace = known;
        }
        return known.take(System.nanoTime()) == 0;
    }

    private void text(ChannelHandlerContext context, TextWebSocketFrame frame) {
        if (frame.isFinalFragment()) {
            pass(context, frame);
        } else {
            fragments = 0;
            message = context.alloc().buffer(Math.max(256, frame.content().readableBytes()));
            fragment(context, frame);
        }
    }

    private void fragment(ChannelHandlerContext context, WebSocketFrame frame) {
        ByteBuf begun = message;
        if (begun == null) {
            frame.release();
            return;
        }
        fragments++;
        boolean tooBig = begun.readableBytes() + frame.content().readableBytes() > MAX_MESSAGE_BYTES;
        if (tooBig || fragments > MAX_FRAGMENTS) {
            frame.release();
            violate(context, TOO_BIG);
            return;
        }
        begun.writeBytes(frame.content());
        boolean last = frame.isFinalFragment();
        frame.release();
        if (last) {
            message = null;
            pass(context, new TextWebSocketFrame(begun));
        }
    }

    private void pass(ChannelHandlerContext context, TextWebSocketFrame whole) {
        ByteBuf text = whole.content();
        if (ByteBufUtil.isText(text, text.readerIndex(), text.readableBytes(), StandardCharsets.UTF_8)) {
            context.fireChannelRead(whole);
        } else {
            whole.release();
            violate(context, INVALID_TEXT);
        }
    }

    private void violate(ChannelHandlerContext context, int closeCode) {
        violated = true;
        dropMessage();
        if (listener != null) {
            listener.violated(closeCode);
        } else {
            var _ = context.close();
        }
    }

    private void dropMessage() {
        ReferenceCountUtil.release(message);
        message = null;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (listener != null) {
            listener.writabilityChanged();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    @SuppressWarnings("deprecation") // the only place where the decoder tells
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            violate(context, corrupted.closeStatus().code());
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        dropMessage();
    }
}
