package dev.hongyan.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/// The port for whoever runs the gateway: health and metrics, on the loopback address unless set otherwise.
final class Management {
    private final GatewayConfig config;
    private final RequestCounts counts;
    private volatile boolean draining;

    Management(GatewayConfig config, RequestCounts counts) {
        this.config = config;
        this.counts = counts;
    }

    Future<Void> start(Vertx vertx) {
        return vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(config.managementPort(), config.managementHost())
                .mapEmpty();
    }

    void drain() {
        draining = true;
    }

    private void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        switch (request.path()) {
            case "/health/live" -> health(response, true);
            case "/health/ready" -> health(response, !draining);
            case "/metrics" ->
                response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                        .end(counts.text());
            case null, default -> response.setStatusCode(404).end();
        }
    }

    private static void health(HttpServerResponse response, boolean up) {
        response.setStatusCode(up ? 200 : 503)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end("{\"status\":\"" + (up ? "UP" : "DOWN") + "\"}");
    }
}
