package dev.hongyan.message.rule;

import dev.hongyan.contracts.group.GroupChanged;
import org.jspecify.annotations.Nullable;

/// What this service holds of a group.
///
/// @param version   0 while nothing but members is known
/// @param members   how many are in
record GroupState(
        long version,
        @Nullable String name,
        @Nullable String avatarUrl,
        @Nullable String announcement,
        boolean mutedAll,
        boolean dissolved,
        int members) {
    /// The state after the change, which is this one unless the change is newer.
    GroupState after(@Nullable GroupChanged change) {
        return change == null || change.version() <= version
                ? this
                : new GroupState(
                        change.version(),
                        change.name(),
                        change.avatarUrl(),
                        change.announcement(),
                        change.mutedAll(),
                        change.dissolved(),
                        members);
    }

    /// With another number of members.
    GroupState counting(int count) {
        return new GroupState(version, name, avatarUrl, announcement, mutedAll, dissolved, count);
    }
}
