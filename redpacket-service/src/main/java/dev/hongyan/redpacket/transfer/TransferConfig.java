package dev.hongyan.redpacket.transfer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Settings of transfers. Amounts are in fen.
@ConfigMapping(prefix = "hongyan.transfer")
interface TransferConfig {
    /// The most in one transfer.
    @WithDefault("5000000")
    long most();

    /// How long it waits to be accepted, from funding.
    @WithDefault("PT24H")
    Duration life();

    /// How long its message may take to come into the conversation; an attempt begun later is the last.
    @WithDefault("PT60S")
    Duration pending();
}
