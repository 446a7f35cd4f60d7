package dev.hongyan.contracts.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
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
        MessageType sendable = sendableType(present(type), violations);
        String text = sendable == null ? "" : text(present(body), violations);
        JsonNode reply = present(replyTo);
        UUID repliedTo = reply.isMissingNode() ? null : uuid(reply, "replyTo", violations);
        JsonNode mentioned = present(mentions);
        checkMentions(mentioned, violations);
        if (sendable == null || !violations.isEmpty()) {
            return new Outcome.Invalid(violations);
        }
        byte[] canonical = canonicalText(text, repliedTo, mentioned);
        return new Outcome.Valid(new MessageContent(sendable, canonical, !mentioned.isEmpty()));
    }

    /// An absent member and one that is null are the same to us.
    private static JsonNode present(@Nullable JsonNode node) {
        return node == null || node.isNull() ? MissingNode.getInstance() : node;
    }

    private static @Nullable MessageType sendableType(JsonNode type, Map<String, String> violations) {
        if (!type.isTextual()) {
            violations.put("type", "type.unknown");
            return null;
        }
        MessageType known = MessageType.ofWireName(type.textValue()).orElse(null);
        if (known == null || !MessageContent.SENDABLE.contains(known)) {
            violations.put("type", known == null ? "type.unknown" : "type.not-sendable");
            return null;
        }
        return known;
    }

    private static String text(JsonNode body, Map<String, String> violations) {
        if (!body.isObject()) {
            violations.put("body", "object.required");
            return "";
        }
        JsonNode text = body.path("text");
        if (!text.isTextual()) {
            violations.put("body.text", "text.required");
            return "";
        }
        String value = text.textValue();
        int characters = value.codePointCount(0, value.length());
        if (characters < 1 || characters > MessageContent.MAX_TEXT_CHARACTERS) {
            violations.put("body.text", "text.length");
        } else if (!isStorable(value)) {
            violations.put("body.text", "text.unicode");
        }
        return value;
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

    private static void checkMentions(JsonNode mentions, Map<String, String> violations) {
        if (mentions.isMissingNode()) {
            return;
        }
        if (!mentions.isArray() || mentions.size() > MessageContent.MAX_MENTIONS) {
            violations.put("mentions", "mentions.list");
            return;
        }
        for (int i = 0; i < mentions.size(); i++) {
            JsonNode mention = mentions.get(i);
            if (!(mention.isTextual() && mention.textValue().equals("all"))) {
                uuid(mention, "mentions[" + i + "]", violations);
            }
        }
    }

    private static @Nullable UUID uuid(JsonNode node, String field, Map<String, String> violations) {
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

    private static byte[] canonicalText(String text, @Nullable UUID replyTo, JsonNode mentions) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() * 2 + 80);
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("type", MessageType.TEXT.wireName());
            out.writeObjectFieldStart("body");
            out.writeStringField("text", text);
            out.writeEndObject();
            out.writeStringField("replyTo", replyTo == null ? null : replyTo.toString());
            out.writeArrayFieldStart("mentions");
            for (JsonNode mention : mentions) {
                out.writeString(mention.textValue());
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing into memory does not fail", e);
        }
        return bytes.toByteArray();
    }
}
