package dev.hongyan.message;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

@ComponentTest
class DocumentTest {
    @Test
    void describesEveryPublicCall() {
        JsonPath document = given().accept("application/json").get("/q/openapi").jsonPath();

        assertThat(document.getString("openapi")).startsWith("3.1");
        assertThat(document.<String>getList("paths.collect { it.value }*.collect { it.value.operationId }.flatten()"))
                .contains(
                        "openDirect",
                        "listConversations",
                        "getConversation",
                        "listMessages",
                        "sendMessage",
                        "moveRead",
                        "listReaders",
                        "changeSettings",
                        "hideMessage",
                        "clearHistory");
    }

    @Test
    void isReadyAndCounts() {
        assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(given().get("/q/health/live").jsonPath().getList("checks.name"))
                .containsExactly("threads");
        assertThat(given().get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(given().get("/q/metrics").asString())
                .contains("im_send_total{result=\"sent\"}", "im_outbox_pending", "im_sweeper_published_total");
    }
}
