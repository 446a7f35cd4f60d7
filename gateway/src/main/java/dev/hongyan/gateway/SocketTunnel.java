package dev.hongyan.gateway;

import dev.hongyan.contracts.ProblemCode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.util.List;

/// Carries a WebSocket: the handshake as a request, then bytes both ways, read no faster than the other side takes
/// them.
/// Frames are not looked at. An instance that does not take the socket is passed over: a handshake may be repeated.
final class SocketTunnel {
    private static final int UNAVAILABLE = 503;
    /// How long an instance is waited for while there is another one.
    private static final long ANOTHER_MILLIS = 2_000;

    private final Vertx vertx;
    private final Forwarding forwarding;
    private final RequestCounts counts;

    SocketTunnel(Vertx vertx, Forwarding forwarding, RequestCounts counts) {
        this.vertx = vertx;
        this.forwarding = forwarding;
        this.counts = counts;
    }

    void open(Exchange exchange, Upstream upstream) {
        open(exchange, upstream.candidates());
    }

    private void open(Exchange exchange, List<Upstream.Instance> instances) {
        HttpServerRequest incoming = exchange.request();
        forwarding
                .connect(exchange, instances)
                .onFailure(_ -> exchange.refuse(ProblemCode.UNAVAILABLE))
                .onSuccess(opened -> {
                    HttpClientRequest request = opened.request();
                    RequestHeaders.copy(incoming.headers(), request.headers(), exchange.client(), exchange.id());
                    request.putHeader(HttpHeaders.CONNECTION, "Upgrade");
                    request.putHeader(HttpHeaders.UPGRADE, "websocket");
                    // Without an offer there is no compression: it is what bombs and secrets leak through.
                    request.headers().remove("Sec-WebSocket-Extensions");
                    shake(exchange, opened);
                });
    }

    private void shake(Exchange exchange, Forwarding.Opened opened) {
        HttpServerRequest incoming = exchange.request();
        HttpClientRequest request = opened.request();
        boolean last = opened.others().isEmpty();
        incoming.exceptionHandler(_ -> request.reset());
        long patience = last ? exchange.answerMillis() : Math.min(exchange.answerMillis(), ANOTHER_MILLIS);
        long timer = vertx.setTimer(patience, _ -> {
            if (last) {
                exchange.refuse(ProblemCode.UPSTREAM_TIMEOUT);
            }
            request.reset();
        });
        request.connect()
                .onComplete(_ -> vertx.cancelTimer(timer))
                .onFailure(_ -> {
                    if (last || incoming.response().closed()) {
                        exchange.refuse(ProblemCode.UNAVAILABLE);
                    } else {
                        open(exchange, opened.others());
                    }
                })
                .onSuccess(response -> {
                    if (response.statusCode() == 101) {
                        join(exchange, response);
                    } else if (response.statusCode() == UNAVAILABLE && !last) {
                        response.exceptionHandler(_ -> {});
                        request.reset();
                        open(exchange, opened.others());
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
