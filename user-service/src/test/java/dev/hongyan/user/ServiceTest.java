package dev.hongyan.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.kit.testing.OpenApiContract;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ServiceTest extends UserServiceTest {
    @Test
    void isLiveAndReady() {
        assertThat(api().get("/q/health/live").status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(api().get("/q/health/ready").status()).isEqualTo(200));
    }

    @Test
    void describesEveryPublicCallAndNoInternalOne() {
        JsonNode description = api().with("Accept", "application/json")
                .get("/q/openapi?format=json")
                .body();

        OpenApiContract.assertDescribes(
                description,
                "POST /api/auth/register",
                "POST /api/auth/login",
                "POST /api/auth/refresh",
                "POST /api/auth/logout",
                "PUT /api/auth/password",
                "GET /api/auth/sessions",
                "DELETE /api/auth/sessions/{id}",
                "GET /.well-known/jwks.json",
                "GET /.well-known/openid-configuration",
                "GET /api/users/me",
                "PATCH /api/users/me",
                "GET /api/users/{id}",
                "GET /api/users",
                "POST /api/friend-requests",
                "GET /api/friend-requests",
                "POST /api/friend-requests/{id}/accept",
                "POST /api/friend-requests/{id}/decline",
                "GET /api/friends",
                "PATCH /api/friends/{userId}",
                "DELETE /api/friends/{userId}",
                "PUT /api/blocks/{userId}",
                "DELETE /api/blocks/{userId}",
                "GET /api/blocks");
    }

    @Test
    void servesTheApprovedDescription() {
        OpenApiContract.assertApproved("user-service", api().text("/q/openapi?format=json"));
    }

    @Test
    void countsRefusedSignIns() {
        api().post("/api/auth/login", Map.of("login", TestUser.newName(), "password", "not the password"));

        assertThat(metrics()).contains("im_auth_fail_total{reason=\"unknown-login\"}");
    }

    private String metrics() {
        return api().text("/q/metrics");
    }
}
