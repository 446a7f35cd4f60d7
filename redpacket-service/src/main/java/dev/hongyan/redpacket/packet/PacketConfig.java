package dev.hongyan.redpacket.packet;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Settings of red packets. Amounts are in fen.
@ConfigMapping(prefix = "hongyan.packet")
interface PacketConfig {
    /// How many shares a packet may have; in a group no more than it has members.
    @WithDefault("100")
    int maxCount();

    /// The most in one packet.
    @WithDefault("2000000")
    long maxTotal();

    /// How long it may be claimed, from funding.
    @WithDefault("PT24H")
    Duration life();

    /// How long its message may take to come into the conversation; an attempt begun later is the last.
    @WithDefault("PT60S")
    Duration pending();

    /// Claims.
    Claims claims();

    /// How claims are gathered.
    interface Claims {
        /// How many go into one transaction.
        @WithDefault("500")
        int atOnce();

        /// How many may wait in all, the same number for each worker; who comes then is told to come again.
        /// Each is a request that is kept: some 10 KB.
        @WithDefault("8000")
        int waiting();

        /// How many of them for one packet; fewer than for a worker, so that a crowd at one packet leaves room for the
        /// others.
        @WithDefault("3000")
        int waitingForOne();

        /// Transactions under way at a time.
        @WithDefault("2")
        int workers();
    }
}
