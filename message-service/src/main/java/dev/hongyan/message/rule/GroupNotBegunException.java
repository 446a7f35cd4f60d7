package dev.hongyan.message.rule;

import java.sql.SQLException;
import java.util.UUID;

/// The call would begin a group with people who are not its founders. Its making could not be brought and is on its
/// way by the topic, where they follow it; taken before it they would be the ones with whom the group begins, and its
/// founders people who came later and do not see the beginning. Nothing has changed.
final class GroupNotBegunException extends SQLException {
    private static final long serialVersionUID = 1L;

    GroupNotBegunException(UUID group) {
        super("group has not begun " + group);
    }
}
