package dev.hongyan.push.outlet;

/// Why something waits for a socket: whether it may be dropped, and what it lets go first.
public enum Kind {
    /// The answer to a frame of the client, or about the connection itself. Never dropped.
    ANSWER,
    /// Read from the log.
    MISSED,
    /// From a record; the log has it.
    LIVE,
    /// From a record that very many sockets of the loop get at once; the log has it.
    CROWDED,
    /// Worth something now only.
    EPHEMERAL;

    /// Whether it goes before what very many get and what is worth little.
    boolean isUrgent() {
        return this != CROWDED && this != EPHEMERAL;
    }

    boolean isDroppable() {
        return this == LIVE || this == CROWDED || this == EPHEMERAL;
    }
}
