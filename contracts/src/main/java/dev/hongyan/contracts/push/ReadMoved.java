package dev.hongyan.contracts.push;

import java.util.UUID;

/// A member's read position has moved forward by REST. What sockets report comes gathered, as {@link PositionsMoved}.
///
/// @param seq everything up to here has been read
public record ReadMoved(UUID conversation, UUID user, long seq) implements PushEvent {
    @Override
    public String key() {
        return conversation.toString();
    }
}
