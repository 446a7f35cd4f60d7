package dev.hongyan.contracts.user;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An account was opened; its `self` conversation begins with it.
///
/// @param version     of the user's profile row
/// @param displayName the name that others see
/// @param avatarUrl   relative address of the picture, or null
public record UserRegistered(
        UUID user,
        long version,
        String username,
        String displayName,
        @Nullable String avatarUrl) implements UserEvent {
    @Override
    public String key() {
        return user.toString();
    }
}
