package dev.hongyan.kit.trace;

import io.opentelemetry.api.trace.SpanKind;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/// Gives every request its trace before anything else looks at it, and the caller the name of it.
@ApplicationScoped
class TraceFilter {
    private static final int FIRST = 10_000;
    private static final String INSIDE = "/internal/";

    void register(@Observes Filters filters) {
        filters.register(TraceFilter::filter, FIRST);
    }

    private static void filter(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        String caller = request.getHeader(Trace.HEADER);
        Step step = step(request, caller);
        Trace recorded = step.trace();
        Trace trace = recorded == null ? unrecorded(request, caller) : recorded;
        trace.enter();
        exchange.response().putHeader(Trace.HEADER, trace.header());
        if (recorded != null) {
            exchange.addEndHandler(ended -> end(step, exchange, ended.failed()));
        }
        exchange.next();
    }

    /// Who calls from inside has decided already whether it is recorded; his way is not open to others. Probes
    /// never are, nor a socket, whose frames are steps of their own.
    private static Step step(HttpServerRequest request, @Nullable String caller) {
        String path = request.path();
        if (path.startsWith(INSIDE)) {
            return caller == null ? Step.NONE : Step.begin(method(request), SpanKind.SERVER, Trace.of(caller));
        }
        return path.startsWith("/q/") || path.equals("/ws") ? Step.NONE : Step.enter(method(request), caller);
    }

    /// A caller may make one up, as long as he likes: all of those are one.
    private static String method(HttpServerRequest request) {
        return HttpMethod.values().contains(request.method()) ? request.method().name() : "_OTHER";
    }

    /// From outside a wish that is not granted ends here: another service would take it for a decision.
    private static Trace unrecorded(HttpServerRequest request, @Nullable String caller) {
        Trace trace = Trace.continuing(caller);
        return request.path().startsWith(INSIDE) ? trace : trace.unsampled();
    }

    /// The path itself may hold a secret, such as the token of an invitation: only the route is told.
    private static void end(Step step, RoutingContext exchange, boolean aborted) {
        HttpServerRequest request = exchange.request();
        int status = exchange.response().getStatusCode();
        step.with("http.request.method", method(request)).with("http.response.status_code", status);
        if (request instanceof HttpServerRequestInternal known
                && known.context().getLocal("UrlPathTemplate") instanceof String route) {
            step.name(method(request) + " " + route);
            step.with("http.route", route);
        }
        if (aborted || status >= 500) {
            step.failed(aborted ? "aborted" : Integer.toString(status));
        }
        step.close();
    }
}
