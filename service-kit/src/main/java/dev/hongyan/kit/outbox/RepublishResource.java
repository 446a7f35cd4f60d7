package dev.hongyan.kit.outbox;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/// Tells a span of time again, to mend what a consumer lost or to build a new one. Each page has a transaction of its
/// own; what was told before a failure may be told again.
@Path("/internal/republish")
@EndpointDisabled(name = "hongyan.outbox.enabled", stringValue = "false")
@RolesAllowed("service")
@RunOnVirtualThread
class RepublishResource {
    private final List<EventSource> sources;
    private final Outbox outbox;

    @Inject
    RepublishResource(@All List<EventSource> sources, Outbox outbox) {
        this.sources = sources;
        this.outbox = outbox;
    }

    record Republished(int events) {}

    @POST
    @Operation(hidden = true)
    public Republished republish(EventSource.@Nullable Span span) {
        if (span == null) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST);
        }
        int count = 0;
        for (EventSource source : sources) {
            count += tell(source, span);
        }
        return new Republished(count);
    }

    private int tell(EventSource source, EventSource.Span span) {
        int count = 0;
        for (Instant at = span.from(); at != null; ) {
            EventSource.Page page = tellPage(source, span, at);
            count += page.events().size();
            at = page.next();
        }
        return count;
    }

    private EventSource.Page tellPage(EventSource source, EventSource.Span span, Instant at) {
        return QuarkusTransaction.requiringNew().call(() -> {
            EventSource.Page page = source.changed(span, at);
            outbox.append(page.events().toArray(DomainEvent[]::new));
            return page;
        });
    }
}
