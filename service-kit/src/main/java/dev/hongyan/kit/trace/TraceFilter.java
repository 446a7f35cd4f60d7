package dev.hongyan.kit.trace;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Gives every request its trace before anything else looks at it, and the caller the name of it.
@ApplicationScoped
class TraceFilter {
    private static final int FIRST = 10_000;

    void register(@Observes Filters filters) {
        filters.register(TraceFilter::filter, FIRST);
    }

    private static void filter(RoutingContext exchange) {
        Trace trace = Trace.continuing(exchange.request().getHeader(Trace.HEADER));
        trace.enter();
        exchange.response().putHeader(Trace.HEADER, trace.header());
        exchange.next();
    }
}
