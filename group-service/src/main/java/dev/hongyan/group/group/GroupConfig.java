package dev.hongyan.group.group;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Settings of groups.
@ConfigMapping(prefix = "hongyan.group")
interface GroupConfig {
    /// How many members a group may have, 10,000 at most.
    @WithDefault("10000")
    int maxMembers();

    /// How many of them may be admins beside the owner, 200 at most.
    @WithDefault("50")
    int maxAdmins();

    /// How many invitations of a group may be open at a time.
    @WithDefault("100")
    int maxInvitations();
}
