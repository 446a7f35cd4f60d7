package dev.hongyan.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Ends connections whose other side takes its time on purpose: with the head, with the body, with reading the answer.
///
/// It stands before the decoder and is told by [#behind] what came out of it. One slow tick a connection costs less
/// than
/// a timer a request.
final class ConnectionGuard extends ChannelInboundHandlerAdapter {
    private static final long TICK_MILLIS = 2_000;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(75);
    private static final long UNREAD_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int LEAST_BYTES = 4_096;

    private enum Phase {
        IDLE,
        HEAD,
        BODY,
        ANSWER
    }

    private final GatewayConfig.Limits limits;
    private Phase phase = Phase.IDLE;
    private long since = System.nanoTime();
    private long unwritableSince;
    private long bytes;
    private @Nullable ScheduledFuture<?> ticks;

    ConnectionGuard(GatewayConfig.Limits limits) {
        this.limits = limits;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ticks = context.executor()
                .scheduleWithFixedDelay(() -> tick(context), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (ticks != null) {
            ticks.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (phase == Phase.IDLE) {
            enter(Phase.HEAD);
        }
        if (message instanceof ByteBuf buffer) {
            bytes += buffer.readableBytes();
        }
        context.fireChannelRead(message);
    }

    /// The other half, behind the decoder.
    ChannelInboundHandlerAdapter behind() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (message instanceof HttpRequest) {
                    enter(Phase.BODY);
                }
                if (message instanceof LastHttpContent) {
                    enter(Phase.ANSWER);
                } else if (message instanceof HttpContent && bytes > LEAST_BYTES) {
                    enter(Phase.BODY);
                }
                context.fireChannelRead(message);
            }
        };
    }

    /// The answer is out; the next request may come.
    void answered() {
        if (phase == Phase.ANSWER) {
            enter(Phase.IDLE);
        }
    }

    private void enter(Phase next) {
        phase = next;
        since = System.nanoTime();
        bytes = 0;
    }

    private void tick(ChannelHandlerContext context) {
        long now = System.nanoTime();
        long spent = now - since;
        boolean tooSlow = switch (phase) {
            case IDLE -> spent > IDLE_NANOS;
            case HEAD -> spent > limits.head().toNanos();
            case BODY -> bodyTooSlow(context, now, spent);
            case ANSWER -> false;
        };
        if (context.channel().isWritable()) {
            unwritableSince = now;
        }
        if (tooSlow || (now - unwritableSince > UNREAD_NANOS && unwritableSince != 0)) {
            var _ = context.close();
        }
    }

    /// Not its fault while we do not read because the service behind us is slow.
    private boolean bodyTooSlow(ChannelHandlerContext context, long now, long spent) {
        if (!context.channel().config().isAutoRead()) {
            since = now;
            return false;
        }
        return spent > limits.bodyProgress().toNanos();
    }
}
