package dev.hongyan.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.URI;
import java.util.function.Supplier;

/// Opens connections on one event loop, which is the generator's one thread.
@SuppressWarnings("FutureReturnValueIgnored") // listeners tell of failures
final class Sockets implements AutoCloseable {
    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final EventLoop loop = group.next();
    private final URI address;

    Sockets(URI address) {
        this.address = address;
    }

    EventLoop loop() {
        return loop;
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
                        throw new IllegalStateException("No connection to " + address, connected.cause());
                    }
                });
    }

    @Override
    public void close() {
        group.shutdownGracefully();
    }
}
