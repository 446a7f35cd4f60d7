package dev.hongyan.redpacket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.kit.testing.OpenApiContract;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ServiceTest extends RedPacketServiceTest {
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
                "GET /api/wallet",
                "GET /api/wallet/entries",
                "GET /api/wallet/statements/{month}",
                "PUT /api/wallet/pay-password",
                "POST /api/wallet/top-ups",
                "POST /api/wallet/withdrawals",
                "GET /api/wallet/payments/{id}",
                "POST /api/wallet/payments/callbacks/{provider}",
                "POST /api/red-packets",
                "GET /api/red-packets/limits",
                "GET /api/red-packets/{id}",
                "POST /api/red-packets/{id}/claims",
                "POST /api/transfers",
                "GET /api/transfers/limits",
                "GET /api/transfers/{id}",
                "POST /api/transfers/{id}/accept",
                "POST /api/transfers/{id}/return",
                "GET /api/operator/money",
                "GET /api/operator/money/payments",
                "GET /api/operator/money/suspicious",
                "GET /api/operator/money/accounts/{user}",
                "POST /api/operator/money/accounts/{user}/freeze",
                "POST /api/operator/money/accounts/{user}/unfreeze",
                "POST /api/operator/money/corrections",
                "POST /api/operator/money/grants",
                "POST /api/operator/money/verification/resume",
                "POST /api/operator/money/withdrawals/release",
                "GET /api/operator/money/audit");
    }

    @Test
    void servesTheApprovedDescription() {
        OpenApiContract.assertApproved("redpacket-service", api().text("/q/openapi?format=json"));
    }
}
