package dev.hongyan.push.outlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutletTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new OneWriteAtATime());
    private final Outlet outlet = new Outlet(
            channel, new OutletLoop(channel.eventLoop(), Duration.ofMillis(15), new Backlog(Long.MAX_VALUE)));

    /// A socket that is full after each write.
    private static final class OneWriteAtATime extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object bytes, ChannelPromise promise) {
            setWritable(context.channel(), false);
            var _ = context.write(bytes, promise);
        }
    }

    private static void setWritable(Channel channel, boolean writable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
    }

    @Test
    void whoTakesALittleNowAndThenIsSlowButNotStuck() {
        outlet.add(Kind.LIVE, new byte[100]);
        channel.runPendingTasks();
        outlet.add(Kind.LIVE, new byte[100]);
        channel.runPendingTasks();
        long between = System.nanoTime();
        assertThat(outlet.isBlockedFor(-1, between)).isTrue();

        setWritable(channel, true);
        outlet.flush();

        assertThat(outlet.isBlockedFor(0, between)).isFalse();
        assertThat(outlet.isBlockedFor(0, System.nanoTime() + 1)).isTrue();
    }
}
