package dev.hongyan.user.credential;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What a password hash costs. A hash of another cost is made anew at the next sign-in.
@ConfigMapping(prefix = "hongyan.password")
interface PasswordConfig {
    /// Argon2id memory, in KiB.
    @WithDefault("19456")
    int memoryKib();

    /// Argon2id passes.
    @WithDefault("2")
    int iterations();

    /// Argon2id lanes.
    @WithDefault("1")
    int parallelism();

    /// How many are made at once.
    @WithDefault("2")
    int atOnce();

    /// How many may wait, some seconds' worth; who comes then is told to come again.
    @WithDefault("256")
    int waiting();
}
