package dev.hongyan.kit.identity;

import java.util.UUID;

/// Whether a session is over although its token is not.
public interface SessionStatus {
    /// Whether that session has ended.
    boolean hasEnded(UUID session);
}
