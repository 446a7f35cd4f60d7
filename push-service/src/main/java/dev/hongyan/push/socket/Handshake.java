package dev.hongyan.push.socket;

import dev.hongyan.push.session.Owner;
import io.netty.channel.Channel;
import io.quarkus.websockets.next.UserData.TypedKey;

/// What the upgrade has found out, on its way to the socket that opens.
///
/// @param channel under the connection: ready frames are written there
/// @param guard   stands in the channel already
/// @param address the client's, as the gateway says
record Handshake(Owner owner, Channel channel, FrameGuard guard, String address) {
    static final TypedKey<Handshake> KEY = new TypedKey<>("hongyan.handshake");
}
