package dev.hongyan.message;

import static io.restassured.RestAssured.given;

import dev.hongyan.kit.testing.OpenApiContract;
import org.junit.jupiter.api.Test;

@ComponentTest
class OpenApiTest {
    @Test
    void servesTheApprovedDescription() {
        OpenApiContract.assertApproved(
                "message-service", given().get("/q/openapi?format=json").asString());
    }
}
