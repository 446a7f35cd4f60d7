package dev.hongyan.contracts.user;

import java.util.UUID;

/// Whether `owner` refuses what `user` writes.
///
/// @param version of the block's row
public record BlockChanged(UUID owner, UUID user, long version, boolean blocked) implements UserEvent {
    @Override
    public String key() {
        return owner.toString();
    }
}
