package dev.hongyan.kit.identity;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A verified access token.
///
/// @param subject   the user's id, or the client id of a service
/// @param session   the session (device) it belongs to; null for a service
/// @param username  the name at sign-in, or the client id
/// @param expiresAt when it ends
/// @param groups    `user` or `service`
public record Token(String subject, @Nullable UUID session, String username, Instant expiresAt, Set<String> groups) {
    /// The media type in the token's header, so that no other kind of token passes for one.
    public static final String TYPE = "at+jwt";
    /// The group of people.
    public static final String USER = "user";
    /// The group of services.
    public static final String SERVICE = "service";

    /// The user's id.
    ///
    /// @throws IllegalStateException for a service's token
    public UUID user() {
        if (!groups.contains(USER)) {
            throw new IllegalStateException("not the token of a user");
        }
        return UUID.fromString(subject);
    }
}
