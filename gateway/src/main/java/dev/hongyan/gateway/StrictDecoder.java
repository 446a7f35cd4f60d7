package dev.hongyan.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The HTTP decoder, which first looks at each head as bytes: folded lines, bare line feeds, and a length beside a
/// transfer coding are mended by the decoder behind it so well that nobody after it could refuse them.
///
/// A head is passed on when it is there as a whole.
final class StrictDecoder extends VertxHttpRequestDecoder {
    private final int longest;
    private boolean headNext = true;
    private boolean refused;
    private int scanned;

    StrictDecoder(HttpServerOptions options) {
        super(options);
        this.longest = options.getMaxHeaderSize() + options.getMaxInitialLineLength();
    }

    /// Reads nothing more on this connection, which is about to be closed.
    static void stop(HttpConnection connection) {
        StrictDecoder decoder =
                ((ConnectionBase) connection).channelHandlerContext().pipeline().get(StrictDecoder.class);
        if (decoder != null) {
            decoder.refused = true;
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (refused) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (headNext) {
            int length = headLength(in);
            if (length < 0 && in.readableBytes() <= longest) {
                return;
            }
            scanned = 0;
            if (length >= 0 && isDoubtful(in.toString(in.readerIndex(), length, StandardCharsets.ISO_8859_1))) {
                refuse(in, out);
                return;
            }
        }
        int before = out.size();
        super.decode(context, in, out);
        for (int i = before; i < out.size(); i++) {
            // Both can come out of one call, when there is no body.
            headNext = out.get(i) instanceof LastHttpContent || (headNext && !(out.get(i) instanceof HttpRequest));
        }
    }

    private void refuse(ByteBuf in, List<Object> out) {
        refused = true;
        in.skipBytes(in.readableBytes());
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("A head of two meanings")));
        out.add(request);
        out.add(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    /// Up to and with the empty line; -1 when that is not there yet. Goes on where it stopped: a head that comes byte
    /// by
    /// byte is looked at once.
    private int headLength(ByteBuf in) {
        int start = in.readerIndex();
        int lineStart = start;
        while (lineStart < in.writerIndex() && (in.getByte(lineStart) == '\r' || in.getByte(lineStart) == '\n')) {
            lineStart++;
        }
        for (int i = Math.max(lineStart, start + scanned); i < in.writerIndex(); i++) {
            if (in.getByte(i) == '\n' && endsEmptyLine(in, i, lineStart)) {
                return i + 1 - start;
            }
        }
        scanned = in.readableBytes();
        return -1;
    }

    private static boolean endsEmptyLine(ByteBuf in, int lineFeed, int from) {
        int previous = lineFeed - 1;
        if (previous > from && in.getByte(previous) == '\r') {
            previous--;
        }
        return previous >= from && in.getByte(previous) == '\n';
    }

    private static boolean isDoubtful(String head) {
        boolean coded = false;
        boolean measured = false;
        boolean first = true;
        for (String line : head.substring(0, head.length() - 1).split("\n", -1)) {
            if (!line.endsWith("\r") || line.indexOf('\r') != line.length() - 1 || line.indexOf('\0') >= 0) {
                return true;
            }
            if (line.length() == 1) {
                continue;
            }
            if (first ? !isRequestLine(line) : !startsWithName(line)) {
                return true;
            }
            first = false;
            coded |= line.regionMatches(true, 0, "transfer-encoding:", 0, 18);
            measured |= line.regionMatches(true, 0, "content-length:", 0, 15);
        }
        return coded && measured;
    }

    private static boolean isRequestLine(String line) {
        int one = line.indexOf(' ');
        int two = line.indexOf(' ', one + 1);
        String version = line.substring(two + 1);
        return line.charAt(0) >= 'A'
                && line.charAt(0) <= 'Z'
                && two > one + 1
                && line.indexOf('\t') < 0
                && (version.equals("HTTP/1.1\r") || version.equals("HTTP/1.0\r"));
    }

    /// A folded line starts with a blank; a name with a blank before its colon is read as another name by some.
    private static boolean startsWithName(String line) {
        int colon = line.indexOf(':');
        return colon > 0 && line.charAt(0) > ' ' && line.charAt(colon - 1) > ' ';
    }
}
