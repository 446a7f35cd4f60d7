package dev.hongyan.user.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A pair of tokens.
///
/// @param refreshToken left out when it is in a cookie
/// @param expiresIn    seconds that the access token lives
@Schema(name = "Tokens")
record Tokens(
        String accessToken,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String refreshToken,
        long expiresIn) {}
