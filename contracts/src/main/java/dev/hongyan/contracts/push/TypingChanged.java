package dev.hongyan.contracts.push;

import java.util.UUID;

/// A member writes, or has stopped writing.
///
/// @param instance of push-service that tells it, and has told its own sockets already
public record TypingChanged(UUID conversation, UUID user, boolean active, UUID instance) implements PushEvent {
    @Override
    public String key() {
        return conversation.toString();
    }
}
