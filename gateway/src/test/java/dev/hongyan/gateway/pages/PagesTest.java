package dev.hongyan.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.contracts.ProblemCode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
    private final Pages pages = new Pages("1.2.3");

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void explainEveryProblemInBothLanguages(ProblemCode problem) {
        String text = text(problem.type(), Locale.SIMPLIFIED_CHINESE);

        assertThat(text)
                .contains(Layout.escape(problem.title(Locale.SIMPLIFIED_CHINESE)))
                .contains(Layout.escape(problem.detail(Locale.ENGLISH)))
                .contains("lang=\"zh-CN\"", "lang=\"en\"");
        assertThat(text("/problems", Locale.ENGLISH)).contains("href=\"" + problem.type() + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/about", "/problems", "/problems/muted"})
    void fillEveryGap(String path) {
        for (Locale language : new Locale[] {Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE}) {
            assertThat(text(path, language)).doesNotContain("{{").contains("<html lang=\"" + language.toLanguageTag());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/api",
                "/docs/api.js",
                "/docs/style.css",
                "/docs/ui/swagger-ui.css",
                "/docs/ui/swagger-ui-bundle.js"
            })
    void holdTheReferenceAndItsParts(String path) {
        assertThat(text(path, Locale.ENGLISH)).isNotEmpty().doesNotContain("{{");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/problems/nothing", "/problems/", "/docs/ui/index.html", "/docs/ui/../style.css", "/docs"})
    void haveNoOthers(String path) {
        assertThat(pages.find(path, Locale.ENGLISH)).isEmpty();
    }

    @Test
    void describeTheCallsOfAllServicesAtOnce() throws Exception {
        Map<String, String> documents = new LinkedHashMap<>();
        documents.put("user-service", """
                tags: [{name: accounts}]
                paths:
                  /api/users: {get: {responses: {'200': {$ref: '#/components/schemas/Page'}}}}
                  /internal/users: {get: {}}
                components: {schemas: {Page: {type: object}, Problem: {type: string}}}
                """);
        documents.put("message-service", """
                tags: [{name: accounts}, {name: messages}]
                paths:
                  /api/conversations: {get: {responses: {'200': {$ref: '#/components/schemas/Page'}}}}
                components: {schemas: {Page: {type: array}, Problem: {type: string}}}
                """);

        JsonNode merged = new ObjectMapper().readTree(ApiDescription.merge("1.2.3", documents));

        assertThat(merged.at("/openapi").asText()).isEqualTo("3.1.0");
        assertThat(merged.at("/paths").fieldNames())
                .toIterable()
                .containsExactly("/api/users", "/api/conversations", "/api/server");
        assertThat(merged.at("/paths/~1api~1conversations/get/responses/200/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/MessagePage");
        assertThat(merged.at("/components/schemas").fieldNames())
                .toIterable()
                .containsExactly("Page", "Problem", "MessagePage");
        assertThat(merged.at("/tags")).hasSize(2);
    }

    @Test
    void describeTheCallsOfEveryServiceThatIsThere() throws Exception {
        JsonNode merged = new ObjectMapper().readTree(text("/docs/openapi.json", Locale.ENGLISH));

        assertThat(merged.at("/paths").fieldNames())
                .toIterable()
                .contains("/api/auth/login", "/api/conversations/{id}/messages", "/api/groups/{id}/members")
                .noneMatch(path -> path.startsWith("/internal"));
    }

    @Test
    void describeTheSocketToReaders() {
        Page page = SocketReference.page("""
                info: {description: "One <socket>."}
                operations:
                  send:
                    action: receive
                    summary: A message goes out.
                    messages: [{$ref: '#/channels/socket/messages/send'}]
                channels: {socket: {messages: {send: {$ref: '#/components/messages/send'}}}}
                components: {messages: {send: {name: send, summary: Store this, payload: {type: object}}}}
                """, Locale.ENGLISH);

        assertThat(page.content().toString())
                .contains("One &lt;socket&gt;.", "A message goes out.", "<code>send</code> Store this");
    }

    @Test
    void needNothingFromElsewhere() {
        assertThat(text("/about", Locale.ENGLISH)).doesNotContain("<script", "style=", "http-equiv", "src=\"http");
    }

    private String text(String path, Locale language) {
        return pages.find(path, language).orElseThrow().content().toString();
    }
}
