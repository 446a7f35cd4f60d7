package dev.hongyan.push.session;

import io.netty.channel.Channel;

/// The connection under a session.
public interface Socket {
    /// Where ready frames are written.
    Channel channel();

    /// Closes with that code, after what has been written.
    void close(int code);
}
