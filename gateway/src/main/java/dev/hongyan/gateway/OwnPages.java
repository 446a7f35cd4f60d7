package dev.hongyan.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;

/// What the gateway answers itself.
final class OwnPages {
    private static final int CONTRACT_LEVEL = 1;

    private final String server;

    OwnPages(GatewayConfig config) {
        server = new ObjectMapper()
                .createObjectNode()
                .put("name", "Hongyan")
                .put("version", config.version())
                .put("contractLevel", CONTRACT_LEVEL)
                .toString();
    }

    /// False when there is no such page.
    boolean answer(Exchange exchange) {
        if (!exchange.method().equals(HttpMethod.GET) && !exchange.method().equals(HttpMethod.HEAD)) {
            return false;
        }
        HttpServerResponse response = exchange.request().response();
        if (exchange.path().raw().equals("/api/server")) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(server);
            return true;
        }
        return false;
    }
}
