package dev.hongyan.e2e.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The JSON Schemas of a document, taken strictly: members that a schema does not name are wrong, formats are looked
/// at.
final class Schemas {
    private static final List<String> BRANCHES = List.of("allOf", "anyOf", "oneOf");
    private static final List<String> CONDITIONS = List.of("if", "then", "else");
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private final JsonNode components;
    private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

    /// @param document has its shared schemas under `components/schemas`
    Schemas(JsonNode document) {
        components = document.path("components").deepCopy();
        components.path("schemas").forEach(Schemas::close);
    }

    /// What is wrong with a value of that schema, each with its place.
    List<String> errors(JsonNode schema, String json) {
        return compiled.computeIfAbsent(schema, this::compile).validate(json, InputFormat.JSON).stream()
                .map(Schemas::text)
                .toList();
    }

    private Schema compile(JsonNode schema) {
        ObjectNode root = schema.deepCopy();
        close(root);
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.putObject("components").set("schemas", components.path("schemas"));
        return REGISTRY.getSchema(root.toString(), InputFormat.JSON);
    }

    private static String text(Error error) {
        String place = error.getInstanceLocation().toString().replaceAll("/[0-9]+", "/*");
        return (place.isEmpty() ? "" : place + ": ") + error.getMessage();
    }

    /// Forbids what the schema does not name, where it names members at all and says nothing of others.
    private static void close(JsonNode schema) {
        if (!(schema instanceof ObjectNode open)) {
            return;
        }
        closeParts(open);
        boolean branches = BRANCHES.stream()
                        .anyMatch(name -> open.path(name).valueStream().anyMatch(branch -> branch.has("properties")))
                || CONDITIONS.stream().anyMatch(open::has);
        if (!open.has("additionalProperties") && (open.has("properties") || branches)) {
            open.put(branches ? "unevaluatedProperties" : "additionalProperties", false);
        }
    }

    /// Parts of the same value add to one another, so they stay open themselves.
    private static void closeParts(JsonNode schema) {
        schema.path("properties").forEach(Schemas::close);
        close(schema.path("items"));
        close(schema.path("additionalProperties"));
        BRANCHES.forEach(name -> schema.path(name).forEach(Schemas::closeParts));
        CONDITIONS.stream().filter(schema::has).forEach(name -> closeParts(schema.path(name)));
    }
}
