package dev.hongyan.gateway.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/// The AsyncAPI document as a page to read.
final class SocketReference {
    private final JsonNode document;

    private SocketReference(JsonNode document) {
        this.document = document;
    }

    static Page page(String asyncapi, Locale language) {
        try {
            SocketReference reference = new SocketReference(new YAMLMapper().readTree(asyncapi));
            String title = Layout.isChinese(language) ? "长连接" : "The socket";
            return Layout.page("/docs/socket", language, title, reference.body(title));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("The description of the socket cannot be read", e);
        }
    }

    private String body(String title) {
        StringBuilder body = new StringBuilder("<h1>" + title + "</h1>\n");
        body.append(paragraphs(document.path("info").path("description")));
        body.append("<p><a href=\"/docs/asyncapi.yaml\">asyncapi.yaml</a></p>\n");
        for (Map.Entry<String, JsonNode> operation : document.path("operations").properties()) {
            String action = operation.getValue().path("action").asText();
            String summary = operation.getValue().path("summary").asText();
            body.append("<h2>").append(Layout.escape(operation.getKey())).append(" <small>");
            body.append(Layout.escape(action)).append("</small></h2>\n<p>");
            body.append(Layout.escape(summary)).append("</p>\n");
            operation.getValue().path("messages").forEach(message -> body.append(message(resolve(resolve(message)))));
        }
        return body.toString();
    }

    private String message(JsonNode message) {
        String name = message.path("name").asText(message.path("title").asText());
        String summary =
                message.path("summary").asText(message.path("description").asText());
        String payload = resolve(message.path("payload")).toPrettyString();
        return "<details><summary><code>" + Layout.escape(name) + "</code> " + Layout.escape(summary)
                + "</summary><pre tabindex=\"0\">" + Layout.escape(payload) + "</pre></details>\n";
    }

    private JsonNode resolve(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.startsWith("#/") ? document.at(reference.substring(1)) : node;
    }

    private static String paragraphs(JsonNode text) {
        StringBuilder html = new StringBuilder();
        for (String paragraph : text.asText().strip().split("\n\\s*\n", -1)) {
            html.append("<p>").append(Layout.escape(paragraph)).append("</p>\n");
        }
        return html.toString();
    }
}
