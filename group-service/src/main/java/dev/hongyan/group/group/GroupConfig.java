package dev.hongyan.group.group;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Settings of groups.
@ConfigMapping(prefix = "hongyan.group")
interface GroupConfig {
    /// How many members a group may have.
    @WithDefault("10000")
    int maxMembers();
}
