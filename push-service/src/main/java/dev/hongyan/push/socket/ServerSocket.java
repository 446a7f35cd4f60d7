package dev.hongyan.push.socket;

import dev.hongyan.push.session.Socket;
import io.netty.channel.Channel;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;

/// A connection of the server as a session sees it.
record ServerSocket(Channel channel, WebSocketConnection connection) implements Socket {
    @Override
    public void close(int code) {
        if (connection.isOpen()) {
            connection.close(new CloseReason(code)).subscribe().with(nothing -> {}, this::hangUp);
        }
    }

    private void hangUp(Throwable failure) {
        var _ = channel.close();
    }
}
