package dev.hongyan.contracts.user;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Someone asked someone for friendship. Becomes a notice in the `self` conversation of who was asked.
///
/// @param version of the request's row
/// @param message what the asking person wrote along, or null
public record FriendRequested(
        UUID request,
        long version,
        UUID from,
        UUID to,
        @Nullable String message) implements UserEvent {
    @Override
    public String key() {
        return to.toString();
    }
}
