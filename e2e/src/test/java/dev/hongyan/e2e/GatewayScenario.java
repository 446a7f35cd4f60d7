package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One origin, and what it hides.
@OnCluster
class GatewayScenario {
    private final Stack stack;

    GatewayScenario(Stack stack) {
        this.stack = stack;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal/messages",
                "//internal/messages",
                "/./internal/messages",
                "/api/../internal/messages",
                "/api/conversations/../../internal/messages",
                "/%69nternal/messages",
                "/%2569nternal/messages",
                "/internal%2fmessages",
                "/INTERNAL/messages",
                "/Internal/messages",
                "/internal/messages/",
                "/internal;x=1/messages",
                "/;/internal/messages",
                "/api/%2e%2e/internal/messages",
                "/api/..%2finternal/messages",
                "/api/.%2e/internal/messages",
                "/api%2f..%2finternal/messages",
                "/api/..;/internal/messages",
                "/api/..\\internal\\messages",
                "/api//../internal/messages",
                "/.well-known/../internal/token",
                "/ws/../internal/messages",
                "/ws/internal/messages",
                "/api/internal/messages",
                "/internal/token",
                "/internal/events",
                "/internal/sessions/ended?since=0",
                "/internal/republish",
                "/q/metrics",
                "/q/health",
                "/q/openapi",
                "/api/../q/metrics"
            })
    void whatIsForServicesIsOutOfReach(String path) {
        TestUser ann = TestUser.register(stack);
        String authorization = "Authorization: Bearer " + ann.session().accessToken();
        for (String method : new String[] {"GET", "POST"}) {
            String answer = RawHttp.ask(stack.gateway(), method + " " + path, authorization, "Content-Length: 0");
            assertThat(RawHttp.status(answer)).as(answer).isIn(400, 404);
            assertThat(answer).doesNotContain("accessToken", "im_", "WWW-Authenticate");
        }
        String absolute = RawHttp.ask(
                stack.gateway(),
                "GET " + stack.gateway() + path,
                authorization,
                "X-Original-URL: " + path,
                "X-Rewrite-URL: " + path,
                "X-HTTP-Method-Override: PUT");
        assertThat(RawHttp.status(absolute)).as(absolute).isIn(400, 404);
    }

    @Test
    void aForgedIdentityChangesNothing() {
        TestUser ann = TestUser.register(stack);
        TestUser ben = TestUser.register(stack);
        JsonNode me = ann.api()
                .with("X-User-Id", ben.id().toString())
                .with("X-Forwarded-User", ben.id().toString())
                .with("Forwarded", "for=10.0.0.1")
                .with("X-Forwarded-For", "10.0.0.1")
                .get("/api/users/me")
                .expect(200)
                .json();
        assertThat(me.path("id").asText()).isEqualTo(ann.id().toString());
    }

    @Test
    void clientsThatCannotSendPutOverrideTheMethodOfAPost() {
        TestUser.Pair pair = TestUser.friends(stack);
        UUID conversation = pair.conversation();
        pair.one().send(conversation, UUID.randomUUID(), "read me").expect(201);
        pair.other()
                .api()
                .with("X-HTTP-Method-Override", "PUT")
                .post("/api/conversations/" + conversation + "/read", Json.object(Map.of("seq", 2)))
                .expect(204);
        assertThat(pair.other().conversation(conversation).path("readSeq").asLong())
                .isEqualTo(2);
        Answer get = pair.other()
                .api()
                .with("X-HTTP-Method-Override", "GET")
                .post("/api/conversations/" + conversation + "/read", Json.object(Map.of("seq", 2)));
        assertThat(get.status()).isBetween(400, 499);
    }

    @Test
    void discoveryAndKeysAreThere() {
        Answer configuration =
                stack.api().get("/.well-known/openid-configuration").expect(200);
        assertThat(configuration.json().path("jwks_uri").asText()).endsWith("/.well-known/jwks.json");
        JsonNode keys =
                stack.api().get("/.well-known/jwks.json").expect(200).json().path("keys");
        assertThat(keys).isNotEmpty();
        keys.forEach(
                key -> assertThat(key.has("d")).as("a private key is published").isFalse());
    }

    @Test
    void thePageAtTheRootSaysWhatThisIs() {
        Answer page = stack.api().get("/").expect(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body()).contains("Hongyan", "鸿雁");
    }
}
