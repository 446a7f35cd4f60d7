package dev.hongyan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A message as the contract shows it.
record Message(
        UUID conversation, long seq, UUID id, @Nullable UUID sender, Instant at, String type, JsonNode body) {

    static Message of(JsonNode json) {
        JsonNode sender = json.path("sender");
        return new Message(
                UUID.fromString(json.path("conversation").asText()),
                json.path("seq").asLong(),
                UUID.fromString(json.path("id").asText()),
                sender.isNull() ? null : UUID.fromString(sender.asText()),
                Instant.parse(json.path("at").asText()),
                json.path("type").asText(),
                json.path("body"));
    }

    String text() {
        return body.path("text").asText();
    }

    /// The event of a notice.
    String event() {
        return body.path("event").asText();
    }
}
