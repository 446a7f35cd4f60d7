package dev.hongyan.push.session;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/// Who opened a socket.
///
/// @param device    the session of the account, `sid` of the token
/// @param expiresAt when the token of the upgrade ends
/// @param language  of the upgrade's `Accept-Language`
public record Owner(UUID user, UUID device, Instant expiresAt, Locale language) {}
