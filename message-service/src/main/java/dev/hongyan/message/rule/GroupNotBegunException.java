package dev.hongyan.message.rule;

import dev.hongyan.message.log.ChangesRefusedException;
import java.util.UUID;

/// The call would begin a group with people who are not its founders. Its making could not be brought and is on its
/// way by the topic, where they follow it; taken before it they would be the ones with whom the group begins, and its
/// founders people who came later and do not see the beginning. Nothing has changed.
final class GroupNotBegunException extends ChangesRefusedException {
    private static final long serialVersionUID = 1L;

    private final UUID group;

    GroupNotBegunException(UUID group) {
        super("group has not begun " + group);
        this.group = group;
    }

    UUID group() {
        return group;
    }
}
