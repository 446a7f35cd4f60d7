package dev.hongyan.contracts.user;

import java.util.UUID;

/// One side of a friendship: whether `friend` is on `owner`'s list. Both sides change together, each in its own event.
///
/// @param version of this side's row
public record FriendshipChanged(UUID owner, UUID friend, long version, boolean friends) implements UserEvent {
    @Override
    public String key() {
        return owner.toString();
    }
}
