package dev.hongyan.contracts.push;

import java.util.UUID;

/// A member writes, or has stopped writing.
public record TypingChanged(UUID conversation, UUID user, boolean active) implements PushEvent {
    @Override
    public String key() {
        return conversation.toString();
    }
}
