package dev.hongyan.user.session;

/// How a refresh ends.
sealed interface RefreshOutcome {
    /// The session goes on with a new token.
    record Refreshed(Grant grant) implements RefreshOutcome {}

    /// The token is unknown, too old, or of a session that has ended.
    record Refused() implements RefreshOutcome {}

    /// The token was used before: somebody else has a copy, so the session has ended now.
    record Reused() implements RefreshOutcome {}
}
