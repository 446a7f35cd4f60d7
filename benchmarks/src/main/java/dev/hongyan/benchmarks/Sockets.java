package dev.hongyan.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Opens connections on one event loop, which is the generator's one thread.
@SuppressWarnings("FutureReturnValueIgnored") // listeners tell of failures
final class Sockets implements AutoCloseable {
    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final EventLoop loop = group.next();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final URI address;

    Sockets(URI address) {
        this.address = address;
    }

    /// Does it on the generator's thread.
    void execute(Runnable deed) {
        loop.execute(() -> guarded(deed));
    }

    /// Does it there after some time.
    void after(Duration delay, Runnable deed) {
        loop.schedule(() -> guarded(deed), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Asks something there and waits for the answer.
    <T> T ask(Callable<T> question) {
        try {
            return loop.submit(question).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// CPU time of the generator's thread.
    long cpuNanos() {
        return ask(() -> ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }

    /// Throws what has failed on the generator's thread, where nobody else would hear of it.
    void requireSound() {
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("The generator itself has failed", cause);
        }
    }

    private void guarded(Runnable deed) {
        try {
            deed.run();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    String authority() {
        return address.getAuthority();
    }

    void open(Supplier<Connection> handler) {
        new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 10_000)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(handler.get());
                    }
                })
                .connect(address.getHost(), address.getPort())
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        failure.compareAndSet(null, connected.cause());
                    }
                });
    }

    @Override
    public void close() {
        group.shutdownGracefully();
    }
}
