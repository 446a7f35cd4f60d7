package dev.hongyan.push.frame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hongyan.contracts.message.MessageContentReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads frames of clients: parsed once, never coerced, unknown members ignored.
public final class FrameReader {
    /// How many missed messages of one conversation are sent when the client does not say.
    public static final int DEFAULT_LIMIT = 200;
    /// The most that a client may ask for.
    public static final int MAX_LIMIT = 10_000;
    /// The most users that one socket watches.
    public static final int MAX_WATCHED = 500;
    /// Numbers above are not exact in every client.
    static final long MAX_NUMBER = (1L << 53) - 1;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode frame;
    private final Map<String, String> violations = new LinkedHashMap<>();

    private FrameReader(JsonNode frame) {
        this.frame = frame;
    }

    /// The frame in a text message.
    public static ClientFrame read(String text) {
        JsonNode frame;
        try {
            frame = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return new ClientFrame.Malformed(null, Map.of());
        }
        return frame.isObject() ? new FrameReader(frame).read() : new ClientFrame.Malformed(null, Map.of());
    }

    private ClientFrame read() {
        JsonNode op = frame.path("op");
        ClientFrame read = switch (op.isTextual() ? op.textValue() : "") {
            case "send" -> send();
            case "resume" -> resume();
            case "received" -> new ClientFrame.Received(cursors(true));
            case "read" -> new ClientFrame.Read(id("conversation"), number("seq", 0));
            case "typing" -> new ClientFrame.Typing(id("conversation"), flag("active"));
            case "presence" -> presence();
            case "auth" -> new ClientFrame.Auth(text("token"));
            case "ping" -> new ClientFrame.Ping(number("n", -MAX_NUMBER));
            default -> unknownOp(op);
        };
        return violations.isEmpty() ? read : new ClientFrame.Malformed(ref(), violations);
    }

    private ClientFrame unknownOp(JsonNode op) {
        violations.put("op", op.isMissingNode() ? "value.required" : op.isTextual() ? "value.choice" : "value.type");
        return new ClientFrame.Malformed(null, violations);
    }

    private ClientFrame send() {
        UUID id = id("id");
        JsonNode named = frame.path("conversation");
        UUID conversation = named.isTextual() ? MessageContentReader.canonicalUuid(named.textValue()) : null;
        return new ClientFrame.Send(
                id,
                conversation,
                MessageContentReader.read(
                        frame.get("type"), frame.get("body"), frame.get("replyTo"), frame.get("mentions")),
                frame.path("traceparent").textValue());
    }

    private ClientFrame resume() {
        int limit = DEFAULT_LIMIT;
        if (frame.has("limit") && !frame.get("limit").isNull()) {
            limit = Math.toIntExact(Math.min(number("limit", 1), Integer.MAX_VALUE));
            if (limit > MAX_LIMIT) {
                violations.put("limit", "value.range");
            }
        }
        return new ClientFrame.Resume(cursors(false), limit);
    }

    private ClientFrame presence() {
        String state = text("state");
        if (!state.equals("online") && !state.equals("away")) {
            violations.putIfAbsent("state", "value.choice");
        }
        JsonNode watch = frame.path("watch");
        if (watch.isMissingNode() || watch.isNull()) {
            return new ClientFrame.Presence(state, null);
        }
        if (!watch.isArray() || watch.size() > MAX_WATCHED) {
            violations.put("watch", watch.isArray() ? "value.length" : "value.type");
            return new ClientFrame.Presence(state, List.of());
        }
        List<UUID> users = new ArrayList<>(watch.size());
        for (int i = 0; i < watch.size(); i++) {
            users.add(id(watch.get(i), "watch[" + i + "]"));
        }
        return new ClientFrame.Presence(state, users);
    }

    private Map<UUID, Long> cursors(boolean required) {
        JsonNode cursors = frame.path("cursors");
        if (cursors.isMissingNode() || cursors.isNull()) {
            if (required) {
                violations.put("cursors", "value.required");
            }
            return Map.of();
        }
        if (!cursors.isObject()) {
            violations.put("cursors", "value.type");
            return Map.of();
        }
        Map<UUID, Long> read = HashMap.newHashMap(cursors.size());
        cursors.properties().forEach(entry -> {
            UUID conversation = MessageContentReader.canonicalUuid(entry.getKey());
            if (conversation == null) {
                violations.put("cursors", "id.uuid");
            } else {
                read.put(conversation, number(entry.getValue(), "cursors." + entry.getKey(), 0));
            }
        });
        return read;
    }

    private UUID id(String member) {
        return id(frame.path(member), member);
    }

    private UUID id(JsonNode node, String field) {
        UUID id = node.isTextual() ? MessageContentReader.canonicalUuid(node.textValue()) : null;
        if (id == null) {
            violations.put(field, "id.uuid");
            return new UUID(0, 0);
        }
        return id;
    }

    private String text(String member) {
        JsonNode node = frame.path(member);
        if (!node.isTextual()) {
            violations.put(member, node.isMissingNode() ? "value.required" : "value.type");
            return "";
        }
        return node.textValue();
    }

    private boolean flag(String member) {
        JsonNode node = frame.path(member);
        if (!node.isBoolean()) {
            violations.put(member, node.isMissingNode() ? "value.required" : "value.type");
        }
        return node.booleanValue();
    }

    private long number(String member, long least) {
        return number(frame.path(member), member, least);
    }

    private long number(JsonNode node, String field, long least) {
        if (!node.isIntegralNumber()) {
            violations.put(field, node.isMissingNode() ? "value.required" : "value.type");
            return least;
        }
        if (!node.canConvertToLong() || node.longValue() < least || node.longValue() > MAX_NUMBER) {
            violations.put(field, "value.range");
            return least;
        }
        return node.longValue();
    }

    private @Nullable String ref() {
        JsonNode id = frame.path("id");
        String ref = id.isTextual() ? id.textValue() : frame.path("op").textValue();
        return ref != null && ref.length() <= 64 && MessageContentReader.isStorable(ref) ? ref : null;
    }
}
