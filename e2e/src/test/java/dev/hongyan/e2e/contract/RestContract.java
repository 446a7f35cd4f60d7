package dev.hongyan.e2e.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Answers of REST calls held against an OpenAPI document.
final class RestContract {
    /// What a call gets that is none of the documented ones.
    private static final Set<Integer> NOBODY_THERE = Set.of(400, 404, 405);
    private static final String PROBLEM = "application/problem+json";

    /// An answer as it came.
    ///
    /// @param method as meant, after an override
    record Answered(String method, String path, int status, String contentType, String body) {}

    /// A path of the document, `{…}` where anything may stand.
    private record Template(String path, List<String> segments, JsonNode operations) {
        static Template of(Map.Entry<String, JsonNode> path) {
            return new Template(path.getKey(), RestContract.segments(path.getKey()), path.getValue());
        }

        boolean fits(List<String> asked) {
            if (asked.size() != segments.size()) {
                return false;
            }
            for (int i = 0; i < asked.size(); i++) {
                if (!isOpen(i) && !segments.get(i).equals(asked.get(i))) {
                    return false;
                }
            }
            return true;
        }

        boolean isOpen(int index) {
            return segments.get(index).startsWith("{");
        }

        /// Where a fixed segment and an open one both fit, the fixed one is meant.
        String rank() {
            StringBuilder rank = new StringBuilder();
            for (int i = 0; i < segments.size(); i++) {
                rank.append(isOpen(i) ? '1' : '0');
            }
            return rank.toString();
        }
    }

    private final JsonNode document;
    private final Schemas schemas;
    private final List<Template> templates;

    RestContract(JsonNode document) {
        this.document = document;
        this.schemas = new Schemas(document);
        this.templates = document.path("paths").properties().stream()
                .map(Template::of)
                .sorted(Comparator.comparing(Template::rank))
                .toList();
    }

    /// What is wrong with the answer; nothing for a page, nor for what the framework says of a path's methods.
    List<String> errors(Answered answer) {
        String path = answer.path().replaceFirst("\\?.*", "");
        boolean ofAService = path.startsWith("/api/") || path.startsWith("/.well-known/");
        if (!ofAService || answer.method().equals("OPTIONS")) {
            return List.of();
        }
        List<String> segments = segments(path);
        Optional<Template> template =
                templates.stream().filter(each -> each.fits(segments)).findFirst();
        String method = answer.method().toLowerCase(Locale.ROOT);
        JsonNode operation =
                template.map(found -> found.operations().path(method)).orElse(document.path("nothing"));
        if (operation.isMissingNode()) {
            return NOBODY_THERE.contains(answer.status())
                    ? label(answer.method() + " where nothing is", ofProblem(answer))
                    : List.of("undocumented call: " + answer.method() + " " + answer.path() + " answered "
                            + answer.status());
        }
        String name = answer.method() + " " + template.orElseThrow().path();
        return label(name + " " + answer.status(), ofOperation(operation, answer));
    }

    private List<String> ofOperation(JsonNode operation, Answered answer) {
        JsonNode response = resolve(operation.path("responses").path(Integer.toString(answer.status())));
        if (response.isMissingNode()) {
            return List.of("undocumented status");
        }
        JsonNode content = response.path("content");
        if (content.isEmpty()) {
            return answer.body().isEmpty() ? List.of() : List.of("has a body and none is documented");
        }
        JsonNode documented = content.path(mediaType(answer));
        if (documented.isMissingNode()) {
            return List.of("undocumented content type " + answer.contentType());
        }
        return documented.has("schema")
                ? schemas.errors(documented.path("schema"), answer.body())
                : List.of("no schema is documented");
    }

    private JsonNode resolve(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.startsWith("#/") ? document.at(reference.substring(1)) : node;
    }

    private List<String> ofProblem(Answered answer) {
        return mediaType(answer).equals(PROBLEM)
                ? schemas.errors(document.path("components").path("schemas").path("Problem"), answer.body())
                : List.of("undocumented content type " + answer.contentType());
    }

    private static String mediaType(Answered answer) {
        return answer.contentType().replaceFirst("\\s*;.*", "");
    }

    private static List<String> label(String name, List<String> errors) {
        return errors.stream().map(error -> name + ": " + error).toList();
    }

    private static List<String> segments(String path) {
        return new ArrayList<>(Arrays.asList(path.substring(1).split("/", -1)));
    }
}
