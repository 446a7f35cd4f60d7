package dev.hongyan.contracts.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the bodies of messages, one method for each type that clients may send. What is wrong is noted under the path
/// of
/// its field; the body that is answered then is worth nothing.
final class MessageBodyReader {
    private static final int MAX_PLACE_CHARACTERS = 200;
    private static final int MAX_STICKER_CHARACTERS = 64;
    private static final int MAX_TITLE_CHARACTERS = 200;
    private static final int MAX_FORWARDED = 100;
    private static final UUID NOBODY = new UUID(0, 0);

    private static final Pattern UTC =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT([01]\\d|2[0-3]):\\d\\d:\\d\\d(\\.\\d{1,9})?Z");
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Map<String, String> violations;

    /// @param violations where what is wrong is noted
    MessageBodyReader(Map<String, String> violations) {
        this.violations = violations;
    }

    /// The body of a message of that type, or null when it has none.
    ///
    /// @param type one of {@link MessageContent#SENDABLE}
    /// @param path of the body, for violations
    @Nullable
    MessageBody read(MessageType type, JsonNode body, String path) {
        if (!body.isObject()) {
            violations.put(path, "object.required");
            return null;
        }
        return switch (type) {
            case TEXT -> new MessageBody.Text(text(body, path));
            case LOCATION -> location(body, path);
            case CARD -> card(body, path);
            case STICKER ->
                new MessageBody.Sticker(
                        string(body, path, "pack", 1, MAX_STICKER_CHARACTERS),
                        string(body, path, "name", 1, MAX_STICKER_CHARACTERS));
            case MERGED -> merged(body, path);
            default -> throw new IllegalArgumentException("clients do not send " + type);
        };
    }

    private String text(JsonNode body, String path) {
        JsonNode text = body.path("text");
        if (!text.isTextual()) {
            violations.put(path + ".text", "text.required");
            return "";
        }
        String value = text.textValue();
        if (!hasLength(value, 1, MessageContent.MAX_TEXT_CHARACTERS)) {
            violations.put(path + ".text", "text.length");
        } else if (!MessageContentReader.isStorable(value)) {
            violations.put(path + ".text", "text.unicode");
        }
        return value;
    }

    private MessageBody location(JsonNode body, String path) {
        double latitude = degrees(body, path, "latitude", 90);
        double longitude = degrees(body, path, "longitude", 180);
        boolean named = body.hasNonNull("name");
        String name = named ? string(body, path, "name", 0, MAX_PLACE_CHARACTERS) : "";
        return new MessageBody.Location(latitude, longitude, name);
    }

    private double degrees(JsonNode body, String path, String member, int most) {
        JsonNode degrees = body.path(member);
        if (!degrees.isNumber()) {
            violations.put(path + "." + member, isAbsent(degrees) ? "value.required" : "value.type");
            return 0;
        }
        double value = degrees.doubleValue();
        if (!(Math.abs(value) <= most)) {
            violations.put(path + "." + member, "value.range");
        }
        return value;
    }

    private MessageBody card(JsonNode body, String path) {
        boolean user = body.hasNonNull("user");
        if (user == body.hasNonNull("group")) {
            violations.put(path, "card.one");
            return new MessageBody.Card(NOBODY, null);
        }
        return user
                ? new MessageBody.Card(id(body.path("user"), path + ".user"), null)
                : new MessageBody.Card(null, id(body.path("group"), path + ".group"));
    }

    private MessageBody merged(JsonNode body, String path) {
        String title = string(body, path, "title", 1, MAX_TITLE_CHARACTERS);
        JsonNode messages = body.path("messages");
        List<MessageBody.Forwarded> forwarded = new ArrayList<>();
        if (!messages.isArray()) {
            violations.put(path + ".messages", isAbsent(messages) ? "value.required" : "value.type");
        } else if (messages.isEmpty() || messages.size() > MAX_FORWARDED) {
            violations.put(path + ".messages", "list.size");
        } else {
            for (int i = 0; i < messages.size(); i++) {
                MessageBody.Forwarded message = forwarded(messages.get(i), path + ".messages[" + i + "]");
                if (message != null) {
                    forwarded.add(message);
                }
            }
        }
        return new MessageBody.Merged(title, forwarded);
    }

    private MessageBody.@Nullable Forwarded forwarded(JsonNode message, String path) {
        if (!message.isObject()) {
            violations.put(path, "object.required");
            return null;
        }
        UUID sender = id(message.path("sender"), path + ".sender");
        String at = time(message.path("at"), path + ".at");
        MessageType type = MessageContentReader.sendableType(message.path("type"), path + ".type", violations);
        if (type == MessageType.MERGED) {
            violations.put(path + ".type", "type.not-sendable");
        }
        if (type == null || type == MessageType.MERGED) {
            return null;
        }
        MessageBody body = read(type, message.path("body"), path + ".body");
        return body == null ? null : new MessageBody.Forwarded(sender, at, type, body);
    }

    private String time(JsonNode node, String path) {
        if (!node.isTextual()) {
            violations.put(path, isAbsent(node) ? "value.required" : "value.type");
            return "";
        }
        try {
            if (UTC.matcher(node.textValue()).matches()) {
                return MILLISECONDS.format(Instant.parse(node.textValue()));
            }
        } catch (DateTimeException e) {
            // The thirtieth of February is no time either.
        }
        violations.put(path, "time.form");
        return "";
    }

    private String string(JsonNode body, String path, String member, int least, int most) {
        JsonNode node = body.path(member);
        String field = path + "." + member;
        if (!node.isTextual()) {
            violations.put(field, isAbsent(node) ? "value.required" : "value.type");
            return "";
        }
        if (!hasLength(node.textValue(), least, most)) {
            violations.put(field, "value.length");
        } else if (!MessageContentReader.isStorable(node.textValue())) {
            violations.put(field, "value.unicode");
        }
        return node.textValue();
    }

    private UUID id(JsonNode node, String field) {
        UUID id = MessageContentReader.uuid(node, field, violations);
        return id == null ? NOBODY : id;
    }

    private static boolean hasLength(String text, int least, int most) {
        int characters = text.codePointCount(0, text.length());
        return characters >= least && characters <= most;
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
