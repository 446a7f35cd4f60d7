package dev.hongyan.user.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long sessions live.
@ConfigMapping(prefix = "hongyan.session")
interface SessionConfig {
    /// A session that is not refreshed for that long is over.
    @WithDefault("P30D")
    Duration inactivity();

    /// A session is over then, however busy it is.
    @WithDefault("P90D")
    Duration absolute();
}
