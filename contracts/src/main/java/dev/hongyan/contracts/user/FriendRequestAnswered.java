package dev.hongyan.contracts.user;

import java.util.UUID;

/// A friend request was answered. Becomes a notice in the `self` conversation of who had asked.
///
/// @param version of the request's row
/// @param from    who had asked
/// @param to      who answered
public record FriendRequestAnswered(UUID request, long version, UUID from, UUID to, boolean accepted)
        implements UserEvent {
    @Override
    public String key() {
        return from.toString();
    }
}
