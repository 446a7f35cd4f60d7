package dev.hongyan.user.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// Settings of the keys that sign tokens.
@ConfigMapping(prefix = "hongyan.signing-key")
interface SigningKeyConfig {
    /// What the private keys are encrypted with in the database; at least 32 characters.
    Optional<String> secret();

    /// How long a key signs.
    @WithDefault("P30D")
    Duration signsFor();

    /// How long a key is published before it signs, and after it has signed for the last time.
    @WithDefault("P1D")
    Duration publishedAround();
}
