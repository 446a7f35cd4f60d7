package dev.hongyan.group;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.kit.testing.OpenApiContract;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ServiceTest extends GroupServiceTest {
    @Test
    void isLiveAndReady() {
        assertThat(api().get("/q/health/live").status()).isEqualTo(200);
        assertThat(api().get("/q/health/ready").status()).isEqualTo(200);
    }

    @Test
    void describesEveryPublicCallAndNoInternalOne() {
        JsonNode description = api().with("Accept", "application/json")
                .get("/q/openapi?format=json")
                .body();

        OpenApiContract.assertDescribes(
                description,
                "POST /api/groups",
                "GET /api/groups",
                "GET /api/groups/{id}",
                "PATCH /api/groups/{id}",
                "DELETE /api/groups/{id}",
                "PUT /api/groups/{id}/announcement",
                "PUT /api/groups/{id}/mute",
                "DELETE /api/groups/{id}/mute",
                "GET /api/groups/{id}/members",
                "POST /api/groups/{id}/members",
                "DELETE /api/groups/{id}/members/{userId}",
                "PATCH /api/groups/{id}/members/{userId}",
                "PUT /api/groups/{id}/members/{userId}/role",
                "PUT /api/groups/{id}/members/{userId}/mute",
                "DELETE /api/groups/{id}/members/{userId}/mute",
                "POST /api/groups/{id}/leave",
                "POST /api/groups/{id}/join",
                "GET /api/groups/{id}/requests",
                "POST /api/groups/{id}/requests/{requestId}/approve",
                "POST /api/groups/{id}/requests/{requestId}/decline",
                "POST /api/groups/{id}/invitations",
                "POST /api/invitations/{token}/accept");
    }

    @Test
    void servesTheApprovedDescription() {
        OpenApiContract.assertApproved("group-service", api().text("/q/openapi?format=json"));
    }
}
