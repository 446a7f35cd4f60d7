package dev.hongyan.contracts.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A message as every reader gets it. The path from sender to reader never builds one: there the bytes stay bytes.
///
/// @param seq      its number in the conversation, from 1 without gaps, the same for everyone
/// @param sender   who wrote it; for a notice the actor, or null
/// @param at       when it was stored
/// @param type     the name of a {@link MessageType}
/// @param body     as the type has it
/// @param replyTo  the message it answers, or null
/// @param mentions user ids, or `all`
public record Message(
        UUID conversation,
        long seq,
        UUID id,
        @Nullable UUID sender,
        Instant at,
        String type,
        JsonNode body,
        @Nullable UUID replyTo,
        List<String> mentions) {}
