package dev.hongyan.user.session;

import java.util.UUID;

/// A session that may go on.
///
/// @param refreshToken works once; known to its owner only, the database has its hash
public record Grant(UUID session, UUID user, String username, String refreshToken) {}
