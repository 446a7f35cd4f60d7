package dev.hongyan.gateway;

import dev.hongyan.contracts.ProblemCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import java.util.List;

/// Carries a request to a service and the answer back, both as streams.
final class Forwarding {
    private final Vertx vertx;
    private final HttpClient client;

    Forwarding(Vertx vertx, HttpClient client) {
        this.vertx = vertx;
        this.client = client;
    }

    void forward(Exchange exchange, Upstream upstream) {
        exchange.request().pause();
        attempt(exchange, upstream.candidates(), 0);
    }

    /// A request on a connection to an instance, not sent yet.
    ///
    /// @param others those that may still be tried
    record Opened(HttpClientRequest request, List<Upstream.Instance> others) {}

    /// A refused connection has carried nothing, so any request may go to the next instance.
    Future<Opened> connect(Exchange exchange, List<Upstream.Instance> instances) {
        Upstream.Instance instance = instances.getFirst();
        List<Upstream.Instance> others = instances.subList(1, instances.size());
        RequestOptions options = new RequestOptions()
                .setMethod(exchange.method())
                .setHost(instance.host)
                .setPort(instance.port)
                .setURI(exchange.request().uri());
        return client.request(options)
                .map(request -> new Opened(quiet(request), others))
                .recover(failure -> {
                    instance.refused();
                    return others.isEmpty() ? Future.failedFuture(failure) : connect(exchange, others);
                });
    }

    /// What goes wrong with a request is seen where its answer is awaited; without a handler it would be logged
    /// besides.
    private static HttpClientRequest quiet(HttpClientRequest request) {
        return request.exceptionHandler(_ -> {});
    }

    private void attempt(Exchange exchange, List<Upstream.Instance> instances, int repeats) {
        connect(exchange, instances)
                .onFailure(_ -> exchange.refuse(ProblemCode.UNAVAILABLE))
                .onSuccess(opened -> send(exchange, opened.request(), instances, repeats));
    }

    private void send(Exchange exchange, HttpClientRequest request, List<Upstream.Instance> instances, int repeats) {
        HttpServerRequest incoming = exchange.request();
        RequestHeaders.copy(incoming.headers(), request.headers(), exchange.client(), exchange.id());
        incoming.exceptionHandler(_ -> request.reset());
        Patience patience = new Patience(
                vertx, exchange.answerMillis(), () -> giveUp(exchange, request, ProblemCode.UPSTREAM_TIMEOUT));
        request.response()
                .onComplete(_ -> patience.end())
                .onSuccess(response -> answer(exchange, response))
                .onFailure(_ -> {
                    // A connection kept open may have been closed at the other end in the moment of its use.
                    if (exchange.repeatable()
                            && repeats == 0
                            && !incoming.response().ended()) {
                        attempt(exchange, instances, 1);
                    } else {
                        giveUp(exchange, request, ProblemCode.UNAVAILABLE);
                    }
                });
        if (exchange.hasBody()) {
            request.setChunked(exchange.isChunked());
            sendBody(exchange, request, patience);
        } else {
            request.end();
            patience.begin();
        }
    }

    /// The service is waited for while it takes no more of the body and when it has all of it. How fast the body comes
    /// is watched over by [ConnectionGuard].
    private static void sendBody(Exchange exchange, HttpClientRequest request, Patience patience) {
        HttpServerRequest incoming = exchange.request();
        long limit = exchange.bodyLimit();
        long[] sent = {0};
        incoming.handler((Buffer part) -> {
            sent[0] += part.length();
            if (sent[0] > limit) {
                giveUp(exchange, request, ProblemCode.TOO_LARGE);
                return;
            }
            request.write(part);
            if (request.writeQueueFull()) {
                incoming.pause();
                patience.begin();
                request.drainHandler(_ -> {
                    patience.pause();
                    incoming.resume();
                });
            }
        });
        incoming.endHandler(_ -> {
            request.end();
            patience.begin();
        });
        incoming.resume();
    }

    /// What is still to come of the body goes nowhere, and the connection ends with it.
    private static void giveUp(Exchange exchange, HttpClientRequest request, ProblemCode problem) {
        HttpServerRequest incoming = exchange.request();
        if (incoming.isEnded()
                || incoming.response().ended()
                || incoming.response().closed()) {
            exchange.refuse(problem);
        } else {
            incoming.endHandler(_ -> {});
            Problems.answerAndClose(incoming, problem);
        }
        request.reset();
    }

    static void answer(Exchange exchange, HttpClientResponse from) {
        HttpServerResponse to = exchange.request().response();
        if (to.ended()) {
            from.request().reset();
            return;
        }
        to.setStatusCode(from.statusCode());
        RequestHeaders.copyAnswer(from.headers(), to.headers());
        boolean bodiless =
                exchange.method().equals(HttpMethod.HEAD) || from.statusCode() == 204 || from.statusCode() == 304;
        if (!bodiless && !to.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            to.setChunked(true);
        }
        from.pipeTo(to).onFailure(_ -> {
            from.request().reset();
            to.reset();
        });
    }
}
