package dev.hongyan.contracts.user;

import java.util.UUID;

/// A session has ended: its tokens are refused and its sockets closed. A hint only; the feed of ended sessions, which
/// every service pulls each second, is what the promise rests on.
///
/// @param number of the entry in the feed of ended sessions, rising without regard to the user
/// @param reason `logout`, `signed-out`, `password-changed` or `token-reuse`
public record SessionEnded(UUID session, UUID user, long number, String reason) implements UserEvent {
    @Override
    public String key() {
        return user.toString();
    }

    @Override
    public long version() {
        return 0;
    }
}
