package dev.hongyan.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One WebSocket connection of the generator, as little as the protocol allows: no masking (a mask of zeros), no
/// objects a frame, payloads handed on where they lie.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the connection, which is told
final class Connection extends ChannelInboundHandlerAdapter {
    /// Told of what comes in, on the event loop.
    interface Listener {
        void onOpen(Connection connection);

        /// The payload of a text message, valid during the call only.
        void onText(Connection connection, ByteBuf bytes, int start, int length);

        void onClosed(Connection connection, String why);
    }

    private static final byte[] END_OF_HEADERS = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int SHORT = 126;
    private static final int LONG = 127;

    private final int number;
    private final String upgrade;
    private final Listener listener;
    private final ByteBuf pending = Unpooled.buffer();
    private final ByteBuf fragments = Unpooled.buffer();
    private volatile @Nullable ChannelHandlerContext context;
    private volatile boolean brokenOff;
    private boolean upgraded;
    private String closing = "the connection broke";

    /// @param number which of the people this is
    Connection(int number, String authority, String token, Listener listener) {
        this.number = number;
        this.listener = listener;
        String authorization = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
        this.upgrade = "GET /ws HTTP/1.1\r\nHost: " + authority + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Protocol: hongyan.v1\r\n" + authorization + "\r\n";
    }

    int number() {
        return number;
    }

    /// Writes a text message; on the event loop only.
    void write(byte[] payload, boolean flush) {
        ChannelHandlerContext current = context;
        if (current == null) {
            return;
        }
        ByteBuf frame = current.alloc().buffer(payload.length + 8);
        header(frame, TEXT, payload.length);
        frame.writeBytes(payload);
        if (flush) {
            current.writeAndFlush(frame, current.voidPromise());
        } else {
            current.write(frame, current.voidPromise());
        }
    }

    void flush() {
        ChannelHandlerContext current = context;
        if (current != null) {
            current.flush();
        }
    }

    /// Breaks the connection off by a reset, as a network does that fails. Nobody is told.
    void breakOff() {
        brokenOff = true;
        ChannelHandlerContext current = context;
        if (current != null) {
            ((SocketChannel) current.channel()).config().setSoLinger(0);
            current.close();
        }
    }

    private void close() {
        ChannelHandlerContext current = context;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        context = active;
        active.writeAndFlush(Unpooled.copiedBuffer(upgrade, StandardCharsets.US_ASCII), active.voidPromise());
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        context = null;
        if (!brokenOff) {
            listener.onClosed(this, closing);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        closing = cause.toString();
        failed.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (pending.isReadable()) {
                pending.writeBytes(in);
                consume(pending);
                pending.discardSomeReadBytes();
            } else {
                consume(in);
                if (in.isReadable()) {
                    pending.clear().writeBytes(in);
                }
            }
        } finally {
            in.release();
        }
    }

    private void consume(ByteBuf in) {
        if (!upgraded && !readUpgrade(in)) {
            return;
        }
        while (readFrame(in)) {
            // Until a frame is not whole yet.
        }
    }

    private boolean readUpgrade(ByteBuf in) {
        String head = in.toString(StandardCharsets.ISO_8859_1);
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        if (!head.startsWith("HTTP/1.1 101")) {
            closing = head.substring(0, Math.min(head.length(), 500));
            close();
            in.skipBytes(in.readableBytes());
            return false;
        }
        in.skipBytes(end + END_OF_HEADERS.length);
        upgraded = true;
        listener.onOpen(this);
        return true;
    }

    private boolean readFrame(ByteBuf in) {
        int readable = in.readableBytes();
        int at = in.readerIndex();
        if (readable < 2) {
            return false;
        }
        int length = in.getByte(at + 1) & 0x7f;
        int header = length == SHORT ? 4 : length == LONG ? 10 : 2;
        if (readable < header) {
            return false;
        }
        long payload = length == SHORT ? in.getUnsignedShort(at + 2) : length == LONG ? in.getLong(at + 2) : length;
        if (readable < header + payload) {
            return false;
        }
        in.skipBytes(header + (int) payload);
        int first = in.getByte(at);
        take(in, (first & 0x80) != 0, first & 0xf, at + header, (int) payload);
        return true;
    }

    private void take(ByteBuf in, boolean last, int opcode, int start, int length) {
        if (opcode <= TEXT) {
            if (last && !fragments.isReadable()) {
                listener.onText(this, in, start, length);
            } else {
                fragments.writeBytes(in, start, length);
                if (last) {
                    listener.onText(this, fragments, 0, fragments.readableBytes());
                    fragments.clear();
                }
            }
        } else if (opcode == PING) {
            pong(in, start, length);
        } else if (opcode == CLOSE) {
            closing = length < 2
                    ? "closed without a code"
                    : "closed with " + in.getUnsignedShort(start) + " "
                            + in.toString(start + 2, length - 2, StandardCharsets.UTF_8);
            close();
        }
    }

    private void pong(ByteBuf in, int start, int length) {
        ChannelHandlerContext current = context;
        if (current != null) {
            ByteBuf frame = current.alloc().buffer(length + 8);
            header(frame, 0xa, length);
            frame.writeBytes(in, start, length);
            current.writeAndFlush(frame, current.voidPromise());
        }
    }

    private static void header(ByteBuf frame, int opcode, int length) {
        frame.writeByte(0x80 | opcode);
        if (length < SHORT) {
            frame.writeByte(0x80 | length);
        } else {
            frame.writeByte(0x80 | SHORT).writeShort(length);
        }
        frame.writeInt(0);
    }
}
