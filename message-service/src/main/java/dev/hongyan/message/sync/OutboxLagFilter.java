package dev.hongyan.message.sync;

import dev.hongyan.message.log.OutboxKeeper;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/// Tells internal callers whether records are late, so that they compare heads instead of waiting for them.
class OutboxLagFilter {
    private final OutboxKeeper outbox;

    @Inject
    OutboxLagFilter(OutboxKeeper outbox) {
        this.outbox = outbox;
    }

    @ServerResponseFilter
    public void mark(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getUriInfo().getPath().startsWith("/internal/")) {
            response.getHeaders().putSingle("X-Outbox-Lagging", Boolean.toString(outbox.lagging()));
        }
    }
}
