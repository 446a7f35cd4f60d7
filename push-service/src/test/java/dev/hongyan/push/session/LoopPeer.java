package dev.hongyan.push.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hongyan.push.Wire;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalServerChannel;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// A session on an event loop that really runs, and the other end of its socket.
public final class LoopPeer {
    private static final JsonMapper JSON = new JsonMapper();

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final Session session;

    public LoopPeer(Sessions sessions, UUID user, EventLoopGroup loops) {
        CompletableFuture<Channel> accepted = new CompletableFuture<>();
        LocalAddress address = new LocalAddress("peer-" + UUID.randomUUID());
        new ServerBootstrap()
                .group(loops)
                .channel(LocalServerChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted.complete(channel);
                    }
                })
                .bind(address)
                .syncUninterruptibly();
        new Bootstrap()
                .group(loops)
                .channel(LocalChannel.class)
                .handler(new Reader())
                .connect(address)
                .syncUninterruptibly();
        Channel channel = accepted.join();
        Owner owner = new Owner(user, UUID.randomUUID(), Instant.now().plusSeconds(600), Locale.ENGLISH);
        session = CompletableFuture.supplyAsync(
                        () -> sessions.open(owner, new LocalSocket(channel)), channel.eventLoop())
                .join();
    }

    private record LocalSocket(Channel channel) implements Socket {
        @Override
        public void close(int code) {
            var _ = channel.close();
        }
    }

    private final class Reader extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws JsonProcessingException {
            ByteBuf bytes = (ByteBuf) message;
            for (String frame : Wire.frames(bytes)) {
                frames.add(JSON.readTree(frame));
            }
            bytes.release();
        }
    }

    public Session session() {
        return session;
    }

    /// Makes the session live at the beginning of a conversation, on its loop.
    public Subscription live(UUID conversation) {
        session.subscriptions().beginResume();
        session.subscriptions().entering();
        Subscription subscription = session.subscriptions().enter(conversation, 0);
        subscription.goLive();
        session.subscriptions().resumed();
        return subscription;
    }

    /// All frames that have come.
    public List<JsonNode> frames() {
        return frames;
    }
}
