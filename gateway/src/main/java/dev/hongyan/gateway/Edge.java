package dev.hongyan.gateway;

import dev.hongyan.contracts.ProblemCode;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.BindException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The public port, on one event loop. There are as many of these as there are loops.
final class Edge extends AbstractVerticle {
    private static final String NOBODY = "none";
    private static final int CLOSED_BY_CALLER = 499;

    private final GatewayConfig config;
    private final Map<String, Upstream> upstreams;
    private final OwnPages pages;
    private final RequestCounts counts;
    private final Map<HttpConnection, ConnectionGuard> guards = new ConcurrentHashMap<>();
    private @Nullable Forwarding forwarding;
    private @Nullable SocketTunnel tunnel;

    Edge(GatewayConfig config, Map<String, Upstream> upstreams, OwnPages pages, RequestCounts counts) {
        this.config = config;
        this.upstreams = upstreams;
        this.pages = pages;
        this.counts = counts;
    }

    static Map<String, Upstream> upstreams(GatewayConfig config) {
        Map<String, Upstream> upstreams = new LinkedHashMap<>();
        config.upstreams().forEach((name, addresses) -> upstreams.put(name, new Upstream(name, addresses)));
        return upstreams;
    }

    @Override
    public void start(Promise<Void> started) {
        HttpClientOptions client = new HttpClientOptions()
                .setConnectTimeout(2_000)
                .setMaxPoolSize(1_024)
                .setKeepAliveTimeout(30)
                .setTcpNoDelay(true)
                .setMaxHeaderSize(32 * 1_024);
        Forwarding made = new Forwarding(vertx, vertx.createHttpClient(client));
        forwarding = made;
        tunnel = new SocketTunnel(vertx, made, counts);
        Future<Void> listening = Future.succeededFuture();
        for (String host : config.hosts()) {
            listening = listening.compose(_ -> listen(host));
        }
        listening.onComplete(started);
    }

    private Future<Void> listen(String host) {
        HttpServerOptions options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true)
                .setTcpNoDelay(true)
                .setMaxInitialLineLength(8 * 1_024)
                .setMaxHeaderSize(16 * 1_024);
        HttpServer server = vertx.createHttpServer(options)
                .connectionHandler(connection -> guard(connection, options))
                .invalidRequestHandler(request -> Problems.answerAndClose(request, ProblemCode.MALFORMED_REQUEST))
                .requestHandler(this::handle);
        return server.listen(config.port(), host).<Void>mapEmpty().recover(failure -> {
            // A machine without IPv6 has no such loopback address.
            boolean absent = host.contains(":") && !(failure instanceof BindException);
            return absent || isMissingAddress(failure) ? Future.succeededFuture() : Future.failedFuture(failure);
        });
    }

    private static boolean isMissingAddress(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains("assign requested address");
    }

    private void guard(HttpConnection connection, HttpServerOptions options) {
        ChannelPipeline pipeline =
                ((ConnectionBase) connection).channelHandlerContext().pipeline();
        ConnectionGuard guard = new ConnectionGuard(config.limits());
        pipeline.replace("httpDecoder", "httpDecoder", new StrictDecoder(options));
        pipeline.addBefore("httpDecoder", "guard", guard);
        pipeline.addAfter("httpDecoder", "guardBehind", guard.behind());
        guards.put(connection, guard);
        connection.closeHandler(_ -> guards.remove(connection));
    }

    private void handle(HttpServerRequest request) {
        String id = RequestId.next();
        request.response().putHeader(RequestHeaders.REQUEST_ID, id);
        @Nullable ProblemCode doubt = Admission.doubt(request);
        @Nullable RequestPath path = RequestPath.parse(request.uri());
        @Nullable HttpMethod method = Admission.methodOf(request);
        if (doubt != null || path == null) {
            count(request, NOBODY);
            Problems.answerAndClose(request, ProblemCode.MALFORMED_REQUEST);
        } else if (method == null) {
            count(request, NOBODY);
            Problems.answer(request, ProblemCode.INVALID_REQUEST);
        } else if (!Admission.isKnown(method)) {
            count(request, NOBODY);
            request.response().putHeader(HttpHeaders.ALLOW, Admission.ALLOWED);
            Problems.answerAndClose(request, ProblemCode.METHOD_NOT_ALLOWED);
        } else {
            @Nullable String service = Routes.serviceOf(path);
            @Nullable Upstream upstream = service == null ? null : upstreams.get(service);
            RequestCounts.Ticket ticket = count(request, upstream == null ? NOBODY : upstream.name());
            route(new Exchange(request, method, path, id, config, ticket), upstream);
        }
    }

    private void route(Exchange exchange, @Nullable Upstream upstream) {
        if (upstream == null) {
            if (!pages.answer(exchange)) {
                exchange.refuse(ProblemCode.NOT_FOUND);
            }
        } else if (exchange.declaresTooMuch()) {
            Problems.answerAndClose(exchange.request(), ProblemCode.TOO_LARGE);
        } else if (exchange.isUpgrade() && !exchange.isPlainUpgrade()) {
            Problems.answerAndClose(exchange.request(), ProblemCode.MALFORMED_REQUEST);
        } else if (exchange.isUpgrade() && tunnel != null) {
            leaveUnguarded(exchange.request());
            tunnel.open(exchange, upstream);
        } else if (forwarding != null) {
            forwarding.forward(exchange, upstream);
        }
    }

    /// A socket may be silent for as long as its service allows.
    private void leaveUnguarded(HttpServerRequest request) {
        ConnectionGuard guard = guards.remove(request.connection());
        if (guard != null) {
            ChannelPipeline pipeline = ((ConnectionBase) request.connection())
                    .channelHandlerContext()
                    .pipeline();
            pipeline.remove("guard");
            pipeline.remove("guardBehind");
        }
    }

    private RequestCounts.Ticket count(HttpServerRequest request, String upstream) {
        RequestCounts.Ticket ticket = counts.begin(upstream);
        request.response().closeHandler(_ -> ticket.end(CLOSED_BY_CALLER)).endHandler(_ -> {
            ticket.end(request.response().getStatusCode());
            ConnectionGuard guard = guards.get(request.connection());
            if (guard != null) {
                guard.answered();
            }
        });
        return ticket;
    }
}
