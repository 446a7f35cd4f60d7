package dev.hongyan.contracts.push;

import java.util.UUID;

/// What one instance of push-service knows of a user's presence. A user is online when any instance says so.
///
/// @param instance made anew at every start of push-service
/// @param state    `online`, `away` or `offline` (no socket on this instance)
public record PresenceChanged(UUID user, UUID instance, String state) implements PushEvent {
    @Override
    public String key() {
        return user.toString();
    }
}
