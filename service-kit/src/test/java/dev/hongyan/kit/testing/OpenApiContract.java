package dev.hongyan.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Compares the OpenAPI document that a service generates with the approved copy in `contracts`.
public final class OpenApiContract {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private OpenApiContract() {}

    /// Fails when the document that the running service serves as JSON (`/q/openapi?format=json`) differs from
    /// `openapi/<service>.json`; with
    /// `-Dhongyan.contracts.accept=true` writes the copy instead.
    public static void assertApproved(String service, String served) {
        Path copy = Path.of("../contracts/src/main/resources/openapi", service + ".json");
        try {
            String generated = pretty(served);
            if (Boolean.getBoolean("hongyan.contracts.accept")) {
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, generated);
            }
            assertThat(copy)
                    .as("accept the new document with ./hongyan contracts")
                    .exists();
            assertThat(Files.readString(copy))
                    .as(
                            "the API has changed; accept it with ./hongyan contracts and tell of it in contracts/CHANGELOG.md")
                    .isEqualTo(generated);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Fails unless the document describes just these calls (`GET /api/…`), each with an operation id.
    public static void assertDescribes(JsonNode document, String... expected) {
        List<String> calls = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                calls.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                assertThat(operation.getValue().path("operationId").asText())
                        .as(path.getKey())
                        .isNotBlank();
            }
        }
        assertThat(document.path("openapi").asText()).startsWith("3.1");
        assertThat(calls).containsExactlyInAnyOrder(expected);
    }

    private static String pretty(String json) throws JsonProcessingException {
        return MAPPER.writeValueAsString(MAPPER.treeToValue(MAPPER.readTree(json), Object.class)) + "\n";
    }
}
