package dev.hongyan.gateway;

import dev.hongyan.contracts.ProblemCode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;

/// Carries a WebSocket: the handshake as a request, then bytes both ways, read no faster than the other side takes
/// them.
/// Frames are not looked at.
final class SocketTunnel {
    private final Vertx vertx;
    private final Forwarding forwarding;
    private final RequestCounts counts;

    SocketTunnel(Vertx vertx, Forwarding forwarding, RequestCounts counts) {
        this.vertx = vertx;
        this.forwarding = forwarding;
        this.counts = counts;
    }

    void open(Exchange exchange, Upstream upstream) {
        HttpServerRequest incoming = exchange.request();
        forwarding
                .connect(exchange, upstream.candidates(), 0)
                .onFailure(_ -> exchange.refuse(ProblemCode.UNAVAILABLE))
                .onSuccess(request -> {
                    RequestHeaders.copy(incoming.headers(), request.headers(), exchange.peer(), exchange.id());
                    request.putHeader(HttpHeaders.CONNECTION, "Upgrade");
                    request.putHeader(HttpHeaders.UPGRADE, "websocket");
                    // Without an offer there is no compression: it is what bombs and secrets leak through.
                    request.headers().remove("Sec-WebSocket-Extensions");
                    shake(exchange, request);
                });
    }

    private void shake(Exchange exchange, HttpClientRequest request) {
        HttpServerRequest incoming = exchange.request();
        incoming.exceptionHandler(_ -> request.reset());
        long timer = vertx.setTimer(exchange.answerMillis(), _ -> {
            exchange.refuse(ProblemCode.UPSTREAM_TIMEOUT);
            request.reset();
        });
        request.connect()
                .onComplete(_ -> vertx.cancelTimer(timer))
                .onFailure(_ -> exchange.refuse(ProblemCode.UNAVAILABLE))
                .onSuccess(response -> {
                    if (response.statusCode() == 101) {
                        join(exchange, response);
                    } else {
                        request.end();
                        Forwarding.answer(exchange, response);
                    }
                });
    }

    private void join(Exchange exchange, HttpClientResponse accepted) {
        HttpServerRequest incoming = exchange.request();
        NetSocket service = accepted.netSocket();
        service.pause();
        incoming.response().setStatusCode(101);
        RequestHeaders.copyAnswer(accepted.headers(), incoming.response().headers());
        incoming.response().putHeader(HttpHeaders.CONNECTION, "Upgrade").putHeader(HttpHeaders.UPGRADE, "websocket");
        incoming.toNetSocket().onFailure(_ -> service.close()).onSuccess(client -> {
            exchange.ticket().end(101);
            counts.socketOpened();
            client.closeHandler(_ -> {
                counts.socketClosed();
                service.close();
            });
            service.closeHandler(_ -> client.close());
            client.exceptionHandler(_ -> client.close());
            service.exceptionHandler(_ -> service.close());
            client.pipeTo(service);
            service.pipeTo(client);
        });
    }
}
