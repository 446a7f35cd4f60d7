package dev.hongyan.message.conversation;

import dev.hongyan.contracts.message.MessageContent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What a client sends, as the documents describe it.
///
/// @param id   made by the client; the same id again is the same message
/// @param body as the type has it
@Schema(name = "SendMessage")
record SendMessage(
        UUID id,

        @Schema(enumeration = {"text", "location", "card", "sticker", "merged"})
        String type,

        @Schema(
                description = "as the type has it",
                anyOf = {Text.class, Location.class, Card.class, Sticker.class, Merged.class})
        Object body,

        @Nullable UUID replyTo,

        @Schema(description = "user ids, or `all`; the text `all` may stand for a list of it") @Nullable
        List<String> mentions) {
    record Text(
            @Schema(minLength = 1, maxLength = MessageContent.MAX_TEXT_CHARACTERS)
            String text) {}

    record Location(
            @Schema(minimum = "-90", maximum = "90") double latitude,
            @Schema(minimum = "-180", maximum = "180") double longitude,
            @Schema(maxLength = 200) @Nullable String name) {}

    @Schema(name = "Card", description = "of a user, or else of a group")
    record Card(@Nullable UUID user, @Nullable UUID group) {}

    record Sticker(
            @Schema(minLength = 1, maxLength = 64) String pack,
            @Schema(minLength = 1, maxLength = 64) String name) {}

    record Merged(
            @Schema(minLength = 1, maxLength = 200) String title,
            @Schema(minItems = 1, maxItems = 100) List<Forwarded> messages) {}

    record Forwarded(
            UUID sender,
            Instant at,

            @Schema(enumeration = {"text", "location", "card", "sticker"})
            String type,

            @Schema(
                    description = "as the type has it",
                    anyOf = {Text.class, Location.class, Card.class, Sticker.class})
            Object body) {}
}
