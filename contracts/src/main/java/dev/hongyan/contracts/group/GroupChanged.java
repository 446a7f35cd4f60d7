package dev.hongyan.contracts.group;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A group was made, changed or dissolved; carries the whole of what others need to know of it. What has changed is
/// found by comparing with the state before.
///
/// @param version      of the group's row
/// @param actor        who did it; null when nobody did (a rule of the system)
/// @param announcement what its admins want everyone to read; null when there is nothing
/// @param mutedAll     whether only the owner and the admins may write
/// @param dissolved    whether the group is over, for good: nobody is a member any more
public record GroupChanged(
        UUID group,
        long version,
        @Nullable UUID actor,
        String name,
        @Nullable String avatarUrl,
        @Nullable String announcement,
        boolean mutedAll,
        boolean dissolved)
        implements GroupEvent {}
