package dev.hongyan.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.hongyan.contracts.group.GroupEvent;
import dev.hongyan.contracts.push.PushEvent;
import dev.hongyan.contracts.redpacket.RedPacketEvent;
import dev.hongyan.contracts.user.UserEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Events as JSON and back. Consumers ignore members they do not know, so a producer may add optional ones.
public final class EventCodec {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, null))
            .build();
    private static final Map<String, Class<? extends DomainEvent>> TYPES = types();

    private EventCodec() {}

    /// Every event type by its CloudEvents name, sorted.
    public static Map<String, Class<? extends DomainEvent>> eventTypes() {
        return TYPES;
    }

    /// The CloudEvents type of an event class: its name in kebab case and the version of its shape.
    public static String typeOf(Class<? extends DomainEvent> event) {
        String kebab = event.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-");
        return kebab.toLowerCase(Locale.ROOT) + ".v1";
    }

    /// The fact alone, as the value of a record.
    public static byte[] encode(DomainEvent event) {
        try {
            return MAPPER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event is always writable", e);
        }
    }

    /// The fact in a record's value.
    ///
    /// @throws IOException when the type is unknown or the value is not of that type: a dead letter, at once
    public static DomainEvent decode(String type, byte[] value) throws IOException {
        Class<? extends DomainEvent> event = TYPES.get(type);
        if (event == null) {
            throw new IOException("unknown event type " + type);
        }
        DomainEvent decoded = MAPPER.readValue(value, event);
        if (decoded == null) {
            throw new IOException("event of type " + type + " is null");
        }
        return decoded;
    }

    /// Envelopes as the body of the synchronous call: `{"events":[{id, type, time, data}]}`.
    public static byte[] encodeAll(List<EventEnvelope> events) {
        ObjectNode body = MAPPER.createObjectNode();
        var array = body.putArray("events");
        for (EventEnvelope event : events) {
            array.addObject()
                    .put("id", event.id().toString())
                    .put("type", event.type())
                    .put("time", event.time().toString())
                    .set("data", MAPPER.valueToTree(event.data()));
        }
        try {
            return MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event is always writable", e);
        }
    }

    /// The envelopes of {@link #encodeAll}, in their order.
    ///
    /// @throws IOException when the body is of another shape
    public static List<EventEnvelope> decodeAll(byte[] body) throws IOException {
        JsonNode events = MAPPER.readTree(body).path("events");
        if (!events.isArray()) {
            throw new IOException("no events");
        }
        List<EventEnvelope> decoded = new ArrayList<>(events.size());
        try {
            for (JsonNode event : events) {
                byte[] data = MAPPER.writeValueAsBytes(event.path("data"));
                decoded.add(new EventEnvelope(
                        UUID.fromString(event.path("id").asText()),
                        Instant.parse(event.path("time").asText()),
                        decode(event.path("type").asText(), data)));
            }
        } catch (RuntimeException e) {
            throw new IOException("malformed event envelope", e);
        }
        return decoded;
    }

    /// The mapper that reads and writes events; for schema generation and tests.
    static ObjectMapper mapper() {
        return MAPPER;
    }

    @SuppressWarnings("unchecked") // every class permitted by these sealed interfaces is a DomainEvent
    private static Map<String, Class<? extends DomainEvent>> types() {
        Map<String, Class<? extends DomainEvent>> types = new TreeMap<>();
        for (Class<?> context : List.of(UserEvent.class, GroupEvent.class, RedPacketEvent.class, PushEvent.class)) {
            for (Class<?> event : context.getPermittedSubclasses()) {
                Class<? extends DomainEvent> eventType = (Class<? extends DomainEvent>) event;
                types.put(typeOf(eventType), eventType);
            }
        }
        return Collections.unmodifiableMap(types);
    }
}
