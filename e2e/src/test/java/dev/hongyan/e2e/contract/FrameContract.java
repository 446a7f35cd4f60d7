package dev.hongyan.e2e.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Frames of the server held against an AsyncAPI document.
final class FrameContract {
    private final Schemas schemas;
    private final Map<String, JsonNode> payloads = new HashMap<>();

    FrameContract(JsonNode document) {
        schemas = new Schemas(document);
        document.path("operations").path("toClient").path("messages").forEach(message -> {
            JsonNode payload = resolve(document, resolve(document, message)).path("payload");
            payloads.put(payload.path("properties").path("op").path("const").asText(), payload);
        });
    }

    /// What is wrong with a frame.
    List<String> errors(String op, String frame) {
        JsonNode payload = payloads.get(op);
        return payload == null
                ? List.of("undocumented frame " + op)
                : schemas.errors(payload, frame).stream()
                        .map(error -> "frame " + op + ": " + error)
                        .toList();
    }

    private static JsonNode resolve(JsonNode document, JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.startsWith("#/") ? document.at(reference.substring(1)) : node;
    }
}
