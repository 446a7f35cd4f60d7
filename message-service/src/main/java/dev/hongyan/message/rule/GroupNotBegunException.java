package dev.hongyan.message.rule;

import dev.hongyan.message.log.ChangesRefusedException;
import java.util.Set;
import java.util.UUID;

/// The call would begin groups with people who are not their founders. Their making could not be brought and is on its
/// way by the topic, where they follow it; taken before it they would be the ones with whom a group begins, and its
/// founders people who came later and do not see the beginning. Nothing has changed.
final class GroupNotBegunException extends ChangesRefusedException {
    private static final long serialVersionUID = 1L;

    private final transient Set<UUID> groups;

    GroupNotBegunException(Set<UUID> groups) {
        super("groups have not begun " + groups);
        this.groups = Set.copyOf(groups);
    }

    /// All of them that the transaction met.
    Set<UUID> groups() {
        return groups;
    }
}
