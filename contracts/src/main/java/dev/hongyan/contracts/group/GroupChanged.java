package dev.hongyan.contracts.group;

import java.util.List;
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
/// @param founders     who is in from the beginning, the owner (`actor`) among them; null but when the group is made.
/// The
///                     event of each of them follows with the same version and says nothing else; they are named here
///                     because events may come one by one, and the group begins with all of them at once
public record GroupChanged(
        UUID group,
        long version,
        @Nullable UUID actor,
        String name,
        @Nullable String avatarUrl,
        @Nullable String announcement,
        boolean mutedAll,
        boolean dissolved,
        @Nullable List<UUID> founders)
        implements GroupEvent {
    /// A group that is already there.
    public GroupChanged(
            UUID group,
            long version,
            @Nullable UUID actor,
            String name,
            @Nullable String avatarUrl,
            @Nullable String announcement,
            boolean mutedAll,
            boolean dissolved) {
        this(group, version, actor, name, avatarUrl, announcement, mutedAll, dissolved, null);
    }
}
