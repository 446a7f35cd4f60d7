package dev.hongyan.push.messagelog;

import java.util.UUID;

/// What one conversation holds after a position, read in one snapshot.
///
/// @param member whether the user is a member now; what he may still see comes all the same
/// @param run    the messages, and the range they cover; nothing to send: `to` = `from` − 1
/// @param more   the answer was cut by size: ask again after `run.to()`
/// @param joined who became a member in this range
/// @param left   who ceased to be one in it; whether he has come back since, the log knows
public record SyncItem(
        boolean member,
        String kind,
        int members,
        long head,
        boolean more,
        LogRun run,
        MemberNames joined,
        MemberNames left) {
    /// Which conversation.
    public UUID conversation() {
        return run.conversation();
    }

    /// Whether somebody joined or left in this range.
    public boolean changesMembers() {
        return !joined.isEmpty() || !left.isEmpty();
    }
}
