package dev.hongyan.user.session;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A device of mine that is signed in.
///
/// @param lastUsedAt when it last got a new token
/// @param expiresAt  when it has to sign in again at the latest
/// @param current    whether it is the one that asks
@Schema(name = "Session")
record SessionView(
        UUID id,
        String name,
        String platform,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        boolean current) {}
