package dev.hongyan.redpacket.wallet;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What kind of money this is, and how much of it a user may move in a day. Amounts are in fen.
@ConfigMapping(prefix = "hongyan.money")
public interface MoneyConfig {
    /// ISO 4217.
    @WithDefault("CNY")
    String currency();

    /// `cash`, or `points`: the same rules, and nothing can be paid in or out.
    @WithDefault("CASH")
    Mode mode();

    /// Where a day begins.
    @WithDefault("Asia/Shanghai")
    String zone();

    /// What a user may send in a day.
    @WithDefault("20000000")
    long sentPerDay();

    /// How many packets and transfers a user may send in a day.
    @WithDefault("2000")
    int sendsPerDay();

    /// What a user may claim in a day.
    @WithDefault("20000000")
    long claimedPerDay();

    /// How many packets a user may claim from in a day.
    @WithDefault("5000")
    int claimsPerDay();

    /// Whether the product moves money or points.
    enum Mode {
        CASH,
        POINTS
    }
}
