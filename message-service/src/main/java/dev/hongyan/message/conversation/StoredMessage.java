package dev.hongyan.message.conversation;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.kit.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.jspecify.annotations.Nullable;

/// A message as its readers get it: the stored bytes go into the answer as they are.
@Schema(
        name = "Message",
        type = SchemaType.OBJECT,
        properties = {
            @SchemaProperty(name = "conversation", type = SchemaType.STRING, format = "uuid"),
            @SchemaProperty(name = "seq", type = SchemaType.INTEGER, format = "int64", minimum = "1"),
            @SchemaProperty(name = "id", type = SchemaType.STRING, format = "uuid"),
            @SchemaProperty(name = "sender", type = SchemaType.STRING, format = "uuid", nullable = true),
            @SchemaProperty(name = "at", ref = "Instant"),
            @SchemaProperty(name = "type", type = SchemaType.STRING),
            @SchemaProperty(name = "body", type = SchemaType.OBJECT, description = "as the type has it"),
            @SchemaProperty(name = "replyTo", type = SchemaType.STRING, format = "uuid", nullable = true),
            @SchemaProperty(name = "mentions", type = SchemaType.ARRAY, implementation = String.class)
        },
        requiredProperties = {"conversation", "seq", "id", "sender", "at", "type", "body", "replyTo", "mentions"})
record StoredMessage(
        @JsonValue @JsonRawValue @Schema(hidden = true) String json) {
    /// The columns that {@link #read} takes, in this order; `x` is the message.
    static final String COLUMNS =
            "x.seq, x.id, x.sender, (extract(epoch from x.at) * 1000)::bigint, convert_to(x.content, 'UTF8')";

    static StoredMessage of(UUID conversation, long seq, UUID id, @Nullable UUID sender, Instant at, byte[] canonical) {
        byte[] json = MessageContent.message(conversation, seq, id, sender, StrictJson.TIME.format(at), canonical);
        return new StoredMessage(new String(json, StandardCharsets.UTF_8));
    }

    static StoredMessage read(UUID conversation, ResultSet row, int firstColumn) throws SQLException {
        return of(
                conversation,
                row.getLong(firstColumn),
                row.getObject(firstColumn + 1, UUID.class),
                row.getObject(firstColumn + 2, UUID.class),
                Instant.ofEpochMilli(row.getLong(firstColumn + 3)),
                row.getBytes(firstColumn + 4));
    }
}
