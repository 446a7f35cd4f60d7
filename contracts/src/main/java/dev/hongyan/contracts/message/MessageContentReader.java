package dev.hongyan.contracts.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Checks what a client wants to say and brings it into its canonical form.
///
/// Takes the four members as parsed JSON (null where a member is missing). Members that the type does not know are left
/// out. Every violation is collected: a field's path and a key of `violations.properties` for the words.
public final class MessageContentReader {
    /// Writes a character outside the basic plane as its four bytes of UTF-8, not as twelve of two escapes.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private static final String ALL = "all";

    private MessageContentReader() {}

    /// The outcome of reading: content, or what is wrong with it.
    public sealed interface Outcome {
        /// Content in its canonical form.
        record Valid(MessageContent content) implements Outcome {}

        /// Not to be stored.
        ///
        /// @param violations field path to the key of the rule that it breaks; never empty
        record Invalid(Map<String, String> violations) implements Outcome {}
    }

    /// Reads the content of a message that a client sends.
    public static Outcome read(
            @Nullable JsonNode type, @Nullable JsonNode body, @Nullable JsonNode replyTo, @Nullable JsonNode mentions) {
        Map<String, String> violations = new LinkedHashMap<>();
        MessageType sendable = sendableType(present(type), "type", violations);
        MessageBody read =
                sendable == null ? null : new MessageBodyReader(violations).read(sendable, present(body), "body");
        JsonNode reply = present(replyTo);
        UUID repliedTo = reply.isMissingNode() ? null : uuid(reply, "replyTo", violations);
        List<String> mentioned = mentions(present(mentions), violations);
        if (sendable == null || read == null || !violations.isEmpty()) {
            return new Outcome.Invalid(violations);
        }
        byte[] canonical = canonical(sendable, read, repliedTo, mentioned);
        if (canonical.length > MessageContent.MAX_BYTES) {
            return new Outcome.Invalid(Map.of("body", "body.size"));
        }
        return new Outcome.Valid(new MessageContent(sendable, canonical, !mentioned.isEmpty()));
    }

    /// An absent member and one that is null are the same to us.
    private static JsonNode present(@Nullable JsonNode node) {
        return node == null || node.isNull() ? MissingNode.getInstance() : node;
    }

    /// The type of that name if clients may send it; else null, and why is noted.
    static @Nullable MessageType sendableType(JsonNode type, String field, Map<String, String> violations) {
        MessageType known =
                type.isTextual() ? MessageType.ofWireName(type.textValue()).orElse(null) : null;
        if (known == null || !MessageContent.SENDABLE.contains(known)) {
            violations.put(field, known == null ? "type.unknown" : "type.not-sendable");
            return null;
        }
        return known;
    }

    /// Whether the text can be stored and sent on: no U+0000 and no surrogate without its partner.
    public static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /// Whom it mentions: a list of ids in which `all` may stand too, or `all` alone.
    private static List<String> mentions(JsonNode mentions, Map<String, String> violations) {
        if (mentions.isMissingNode()) {
            return List.of();
        }
        if (isAll(mentions)) {
            return List.of(ALL);
        }
        if (!mentions.isArray() || mentions.size() > MessageContent.MAX_MENTIONS) {
            violations.put("mentions", "mentions.list");
            return List.of();
        }
        List<String> read = new ArrayList<>(mentions.size());
        for (int i = 0; i < mentions.size(); i++) {
            JsonNode mention = mentions.get(i);
            if (isAll(mention) || uuid(mention, "mentions[" + i + "]", violations) != null) {
                read.add(mention.textValue());
            }
        }
        return read;
    }

    private static boolean isAll(JsonNode mention) {
        return mention.isTextual() && mention.textValue().equals(ALL);
    }

    /// The id in canonical text; else null, and that is noted.
    static @Nullable UUID uuid(JsonNode node, String field, Map<String, String> violations) {
        UUID id = node.isTextual() ? canonicalUuid(node.textValue()) : null;
        if (id == null) {
            violations.put(field, "id.uuid");
        }
        return id;
    }

    /// The id written in lower-case canonical text (36 characters); null for anything else.
    public static @Nullable UUID canonicalUuid(String text) {
        if (text.length() != 36) {
            return null;
        }
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte[] canonical(MessageType type, MessageBody body, @Nullable UUID replyTo, List<String> mentions) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("type", type.wireName());
            out.writeFieldName("body");
            body.write(out);
            out.writeStringField("replyTo", replyTo == null ? null : replyTo.toString());
            out.writeArrayFieldStart("mentions");
            for (String mention : mentions) {
                out.writeString(mention);
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing into memory does not fail", e);
        }
        return bytes.toByteArray();
    }
}
