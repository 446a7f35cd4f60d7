package dev.hongyan.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// JSON Schema (2020-12) of an event record: what the record says about itself, and nothing else.
final class EventSchema {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private EventSchema() {}

    static ObjectNode of(String type, Class<?> event) {
        ObjectNode schema = MAPPER.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "urn:hongyan:event:" + type);
        schema.put("title", event.getSimpleName());
        schema.setAll(ofRecord(event));
        return schema;
    }

    private static ObjectNode ofRecord(Class<?> record) {
        ObjectNode schema = MAPPER.createObjectNode();
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (RecordComponent component : record.getRecordComponents()) {
            ObjectNode property = ofType(component.getGenericType());
            if (isNullable(component.getAnnotatedType()) && property.has("type")) {
                String type = property.get("type").textValue();
                property.putArray("type").add(type).add("null");
            }
            properties.set(component.getName(), property);
            required.add(component.getName());
        }
        return schema;
    }

    private static ObjectNode ofType(Type type) {
        ObjectNode schema = MAPPER.createObjectNode();
        if (type instanceof ParameterizedType list && list.getRawType().equals(List.class)) {
            schema.put("type", "array");
            schema.set("items", ofType(list.getActualTypeArguments()[0]));
        } else if (type.equals(UUID.class)) {
            schema.put("type", "string").put("format", "uuid");
        } else if (type.equals(Instant.class)) {
            schema.put("type", "string").put("format", "date-time");
        } else if (type.equals(String.class)) {
            schema.put("type", "string");
        } else if (type.equals(long.class) || type.equals(int.class)) {
            schema.put("type", "integer");
        } else if (type.equals(boolean.class)) {
            schema.put("type", "boolean");
        } else if (type instanceof Class<?> choice && choice.isEnum()) {
            schema.put("type", "string").set("enum", MAPPER.valueToTree(choice.getEnumConstants()));
        } else if (type.equals(JsonNode.class)) {
            schema.put("type", "object");
        } else if (type instanceof Class<?> record && record.isRecord()) {
            schema = ofRecord(record);
        } else {
            throw new IllegalArgumentException("An event has no place for " + type);
        }
        return schema;
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }
}
