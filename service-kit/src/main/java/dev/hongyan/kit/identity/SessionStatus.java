package dev.hongyan.kit.identity;

import java.util.UUID;

/// Whether a session is over although its token is not.
public interface SessionStatus {
    /// Whether that session has ended.
    boolean hasEnded(UUID session);

    /// Whether it is known which sessions have ended; before that no token can be judged.
    default boolean isLoaded() {
        return true;
    }
}
