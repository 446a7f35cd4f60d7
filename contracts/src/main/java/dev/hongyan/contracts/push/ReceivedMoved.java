package dev.hongyan.contracts.push;

import java.util.UUID;

/// A member of a direct conversation holds everything up to `seq` on at least one device.
public record ReceivedMoved(UUID conversation, UUID user, long seq) implements PushEvent {
    @Override
    public String key() {
        return conversation.toString();
    }
}
