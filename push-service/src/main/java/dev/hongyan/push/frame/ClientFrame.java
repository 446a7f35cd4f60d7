package dev.hongyan.push.frame;

import dev.hongyan.contracts.message.MessageContentReader.Outcome;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One frame of a client, read and checked; an exhaustive switch over it is the whole protocol inward.
public sealed interface ClientFrame {
    /// Send all after these positions, then live.
    ///
    /// @param cursors the last number that the client holds, by conversation
    /// @param limit   how many messages of one conversation are sent before a page is left out
    record Resume(Map<UUID, Long> cursors, int limit) implements ClientFrame {}

    /// A message to be appended.
    ///
    /// @param conversation null when the client named none that can exist
    /// @param traceparent  W3C trace context as the client gave it; what cannot be read begins a new one
    record Send(
            UUID id,
            @Nullable UUID conversation,
            Outcome content,
            @Nullable String traceparent) implements ClientFrame {}

    /// This device holds everything up to here.
    record Received(Map<UUID, Long> cursors) implements ClientFrame {}

    /// The user has read everything up to here.
    record Read(UUID conversation, long seq) implements ClientFrame {}

    /// The user writes, or has stopped.
    record Typing(UUID conversation, boolean active) implements ClientFrame {}

    /// How the user shows himself, and whom he watches.
    ///
    /// @param watch null leaves the list as it is
    record Presence(String state, @Nullable List<UUID> watch) implements ClientFrame {}

    /// A fresh token of the same session.
    record Auth(String token) implements ClientFrame {}

    /// To be answered by `pong` with the same number.
    record Ping(long n) implements ClientFrame {}

    /// Not understood.
    ///
    /// @param ref        the frame's `id` or else its `op`, when one could be read
    /// @param violations which members break which rules; empty when it is no JSON object at all
    record Malformed(@Nullable String ref, Map<String, String> violations) implements ClientFrame {}
}
