package dev.hongyan.gateway.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One OpenAPI document out of those that the services have agreed to.
final class ApiDescription {
    private static final List<String> SERVICES =
            List.of("user-service", "message-service", "group-service", "redpacket-service", "push-service");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode merged = JSON.createObjectNode();

    /// What the gateway answers itself.
    private static final String OWN = """
            {"paths": {"/api/server": {"get": {
              "operationId": "getServer", "summary": "What this is, and the level of its contract",
              "responses": {"200": {"description": "OK", "content": {"application/json": {"schema": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "version": {"type": "string"},
                  "contractLevel": {"type": "integer"}},
                "required": ["name", "version", "contractLevel"]}}}}}}}}}
            """;

    private ApiDescription(String version) {
        merged.put("openapi", "3.1.0");
        merged.putObject("info")
                .put("title", "Hongyan")
                .put("version", version)
                .put(
                        "description",
                        "The REST calls of all services. Conventions, problems and the socket have pages of their own.");
        merged.putArray("servers").addObject().put("url", "/");
        merged.putArray("tags");
        merged.putObject("paths");
        merged.putObject("components");
    }

    /// The documents in the contracts; those that are not there yet are left out.
    static String ofContracts(String version) {
        Map<String, String> documents = new LinkedHashMap<>();
        for (String service : SERVICES) {
            Resources.text("/openapi/" + service + ".json").ifPresent(text -> documents.put(service, text));
        }
        return merge(version, documents);
    }

    /// @param documents YAML or JSON by the name of the service
    static String merge(String version, Map<String, String> documents) {
        ApiDescription description = new ApiDescription(version);
        documents.forEach(description::add);
        description.add("gateway", OWN);
        return description.merged.toPrettyString();
    }

    private void add(String service, String document) {
        try {
            JsonNode parsed = new YAMLMapper().readTree(document);
            Set<String> clashes = clashes(parsed);
            JsonNode renamed = JSON.readTree(withPrefix(parsed.toString(), clashes, service));
            renamed.path("components").properties().forEach(section -> {
                ObjectNode target = object(object(merged, "components"), section.getKey());
                section.getValue().properties().forEach(entry -> {
                    boolean clash = clashes.contains(section.getKey() + "/" + entry.getKey());
                    target.set(clash ? prefix(service) + entry.getKey() : entry.getKey(), entry.getValue());
                });
            });
            renamed.path("paths").properties().stream()
                    .filter(path -> !path.getKey().startsWith("/internal"))
                    .forEach(path -> addPath(path.getKey(), path.getValue()));
            addTags(renamed.path("tags"));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("The description of " + service + " cannot be read", e);
        }
    }

    /// Two services may give the same name to different shapes; `schemas/Page` is such a name then.
    private Set<String> clashes(JsonNode document) {
        Set<String> clashes = new HashSet<>();
        document.path("components")
                .properties()
                .forEach(section -> section.getValue().properties().forEach(entry -> {
                    JsonNode present =
                            merged.path("components").path(section.getKey()).path(entry.getKey());
                    if (!present.isMissingNode() && !present.equals(entry.getValue())) {
                        clashes.add(section.getKey() + "/" + entry.getKey());
                    }
                }));
        return clashes;
    }

    private static String withPrefix(String document, Set<String> clashes, String service) {
        String text = document;
        for (String clash : clashes) {
            int slash = clash.indexOf('/') + 1;
            String renamed = clash.substring(0, slash) + prefix(service) + clash.substring(slash);
            text = text.replace("\"#/components/" + clash + "\"", "\"#/components/" + renamed + "\"");
        }
        return text;
    }

    private void addPath(String path, JsonNode operations) {
        ObjectNode target = object(object(merged, "paths"), path);
        operations.properties().forEach(operation -> target.set(operation.getKey(), operation.getValue()));
    }

    private void addTags(JsonNode tags) {
        ArrayNode all = (ArrayNode) merged.path("tags");
        tags.forEach(tag -> {
            boolean known =
                    all.valueStream().anyMatch(other -> other.path("name").equals(tag.path("name")));
            if (!known) {
                all.add(tag);
            }
        });
    }

    private static ObjectNode object(ObjectNode parent, String name) {
        return parent.withObjectProperty(name);
    }

    private static String prefix(String service) {
        return Character.toUpperCase(service.charAt(0)) + service.substring(1).replaceFirst("-.*", "");
    }
}
