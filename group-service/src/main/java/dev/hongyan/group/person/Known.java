package dev.hongyan.group.person;

import dev.hongyan.contracts.user.UserRegistered;
import dev.hongyan.contracts.user.UserUpdated;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What user-service says of a person, by an event or asked for.
///
/// @param version of the person's row there
record Known(
        UUID id,
        long version,
        String username,
        String displayName,
        @Nullable String avatarUrl) {
    static Known of(UserRegistered event) {
        return new Known(event.user(), event.version(), event.username(), event.displayName(), event.avatarUrl());
    }

    static Known of(UserUpdated event) {
        return new Known(event.user(), event.version(), event.username(), event.displayName(), event.avatarUrl());
    }

    Known newer(Known other) {
        return other.version > version ? other : this;
    }
}
