package dev.hongyan.contracts.user;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What others see of a user has changed; carries the whole of it.
///
/// @param version of the user's profile row
public record UserUpdated(
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
