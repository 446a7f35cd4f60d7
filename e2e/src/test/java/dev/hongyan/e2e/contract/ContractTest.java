package dev.hongyan.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whatever differs from the documents is found, and nothing else is.
class ContractTest {
    private static final String ID = "0192f0c1-2b3c-7d4e-8f50-6172839405a6";
    private static final String PROBLEM = """
            {"type":"/problems/not-found","title":"t","status":404,"detail":"d"}""";
    private static final String OPENAPI = """
            openapi: "3.1.0"
            paths:
              /api/things/{id}:
                get:
                  responses:
                    "200": {content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
                    "204": {description: nothing}
                    "404": {content: {application/problem+json: {schema: {$ref: "#/components/schemas/Problem"}}}}
              /api/things/mine:
                get:
                  responses:
                    "200": {content: {application/json: {schema: {type: array, items: {type: string}}}}}
            components:
              schemas:
                Thing:
                  type: object
                  properties:
                    id: {type: string, format: uuid}
                    at: {type: string, format: date-time}
                    name: {type: [string, "null"]}
                    other: {oneOf: [{$ref: "#/components/schemas/Thing"}, {type: "null"}]}
                    free: {type: object}
                  required: [id, name]
                Problem:
                  type: object
                  properties:
                    type: {type: string}
                    title: {type: string}
                    status: {type: integer}
                    detail: {type: string}
                  required: [type, title, status, detail]
            """;
    private static final String ASYNCAPI = """
            operations:
              toClient:
                messages: [{$ref: "#/components/messages/pong"}, {$ref: "#/components/messages/said"}]
            components:
              messages:
                pong:
                  payload:
                    type: object
                    properties: {op: {const: pong}, n: {type: integer}}
                    required: [op, n]
                said:
                  payload:
                    type: object
                    properties: {op: {const: said}, message: {$ref: "#/components/schemas/Message"}}
                    required: [op, message]
              schemas:
                Message:
                  type: object
                  properties: {type: {type: string}, body: {type: object}}
                  required: [type, body]
                  if: {properties: {type: {const: text}}}
                  then: {properties: {body: {properties: {text: {type: string}}, required: [text]}}}
            """;

    private final Contract contract = new Contract(yaml(OPENAPI), yaml(ASYNCAPI));

    @Test
    void findsNothingInWhatIsDocumented() {
        get("/api/things/" + ID, 200, "{\"id\":\"" + ID + "\",\"name\":null,\"free\":{\"a\":1}}");
        get("/api/things/" + ID + "?x=1", 200, "{\"id\":\"" + ID + "\",\"name\":\"n\",\"other\":null}");
        get("/api/things/mine", 200, "[\"a\"]");
        contract.answered("GET", "/api/things/" + ID, 204, "", "");
        contract.answered("GET", "/api/things/" + ID, 404, "application/problem+json; charset=utf-8", PROBLEM);
        contract.answered("GET", "/api/nowhere", 404, "application/problem+json", PROBLEM);
        contract.answered("GET", "/docs/api", 200, "text/html", "<html>");
        contract.received("pong", "{\"op\":\"pong\",\"n\":7}");
        contract.received("said", "{\"op\":\"said\",\"message\":{\"type\":\"text\",\"body\":{\"text\":\"x\"}}}");
        contract.received("said", "{\"op\":\"said\",\"message\":{\"type\":\"other\",\"body\":{\"y\":1}}}");
        assertThat(contract.violations()).isEmpty();
        assertThat(contract.seen()).isEqualTo(10);
    }

    @Test
    void findsWhatIsNotDocumentedAtAll() {
        get("/api/things/" + ID, 409, "{}");
        get("/api/nowhere", 200, "{}");
        contract.answered("POST", "/api/things/" + ID, 201, "application/json", "{}");
        contract.answered("GET", "/api/things/" + ID, 204, "application/json", "{}");
        contract.answered("GET", "/api/things/" + ID, 404, "application/json", PROBLEM);
        contract.answered("GET", "/api/nowhere", 404, "text/plain", "nothing here");
        contract.received("psst", "{\"op\":\"psst\"}");
        assertThat(contract.violations()).hasSize(7);
    }

    @Test
    void findsMembersThatAreMissingForbiddenOrOfAnotherShape() {
        get("/api/things/" + ID, 200, "{\"id\":\"" + ID + "\"}");
        get("/api/things/" + ID, 200, "{\"id\":\"" + ID + "\",\"name\":null,\"more\":1}");
        get("/api/things/" + ID, 200, "{\"id\":\"no uuid\",\"name\":null}");
        get("/api/things/" + ID, 200, "{\"id\":\"" + ID + "\",\"name\":null,\"at\":\"today\"}");
        get("/api/things/" + ID, 200, "{\"id\":null,\"name\":null}");
        get("/api/things/" + ID, 200, "{\"id\":\"" + ID + "\",\"name\":7}");
        get("/api/things/mine", 200, "[1]");
        contract.answered("GET", "/api/things/" + ID, 404, "application/problem+json", "{\"type\":\"x\"}");
        contract.received("pong", "{\"op\":\"pong\",\"n\":\"7\"}");
        contract.received("pong", "{\"op\":\"pong\",\"n\":7,\"more\":true}");
        contract.received("said", "{\"op\":\"said\",\"message\":{\"type\":\"text\",\"body\":{}}}");
        contract.received(
                "said", "{\"op\":\"said\",\"message\":{\"type\":\"text\",\"body\":{\"text\":\"x\"},\"z\":1}}");
        assertThat(contract.violations())
                .anyMatch(said -> said.startsWith("GET /api/things/{id} 200: ") && said.contains("'name'"))
                .anyMatch(said -> said.contains("'more'"))
                .anyMatch(said -> said.startsWith("frame pong: /n"))
                .anyMatch(said -> said.startsWith("frame said: /message/body"))
                .hasSizeGreaterThanOrEqualTo(12);
    }

    @Test
    void failsOverASchemaThatIsWrongInTheDocumentsOfTheGateway() {
        String welcome = "{\"op\":\"welcome\",\"session\":\"%1$s\",\"user\":\"%1$s\",\"device\":\"%1$s\",".formatted(ID)
                + "\"heartbeatSeconds\":30,\"time\":\"2026-11-21T09:00:00.000Z\"}";
        JsonNode openapi = Contract.document("/docs/openapi.json");
        JsonNode asyncapi = Contract.document("/docs/asyncapi.yaml");
        assertThat(violationsOf(openapi, asyncapi, welcome)).isEmpty();

        ObjectNode planted = asyncapi.deepCopy();
        ((ObjectNode) planted.at("/components/messages/server-welcome/payload/properties/heartbeatSeconds"))
                .put("type", "string");
        assertThat(violationsOf(openapi, planted, welcome))
                .singleElement()
                .asString()
                .startsWith("frame welcome: /heartbeatSeconds")
                .contains("1 times, such as {\"op\":\"welcome\"");
    }

    private static List<String> violationsOf(JsonNode openapi, JsonNode asyncapi, String welcome) {
        Contract contract = new Contract(openapi, asyncapi);
        contract.received("welcome", welcome);
        return contract.violations();
    }

    private void get(String path, int status, String body) {
        contract.answered("GET", path, status, "application/json", body);
    }

    private static JsonNode yaml(String text) {
        try {
            return new YAMLMapper().readTree(text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
