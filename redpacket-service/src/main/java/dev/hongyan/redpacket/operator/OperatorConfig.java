package dev.hongyan.redpacket.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Who is an operator, and what looks suspicious in 24 hours.
@ConfigMapping(prefix = "hongyan.operator")
interface OperatorConfig {
    /// The operators.
    Optional<List<UUID>> users();

    /// So many claims of one user.
    @WithDefault("200")
    int manyClaims();

    /// So many claims of one user on packets of one sender.
    @WithDefault("50")
    int ofOneSender();

    /// So many fen claimed by one user.
    @WithDefault("1000000")
    long largeReceipts();

    /// The most points in one grant.
    @WithDefault("5000000")
    long mostGranted();
}
