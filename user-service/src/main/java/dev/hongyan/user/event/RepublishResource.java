package dev.hongyan.user.event;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.kit.outbox.Outbox;
import dev.hongyan.kit.problem.ProblemException;
import io.quarkus.arc.All;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/// Tells a span of time again, to mend what a consumer lost or to build a new one.
@Path("/internal/republish")
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

    record Span(@Nullable String from, @Nullable String to) {}

    record Republished(int events) {}

    @POST
    @Transactional
    @Operation(hidden = true)
    public Republished republish(@Nullable Span span) {
        Instant from = instant("from", span == null ? null : span.from());
        Instant to = instant("to", span == null ? null : span.to());
        int count = 0;
        for (EventSource source : sources) {
            for (DomainEvent event : source.changedBetween(from, to)) {
                count += outbox.append(event).size();
            }
        }
        return new Republished(count);
    }

    private static Instant instant(String field, @Nullable String text) {
        if (text == null) {
            throw ProblemException.invalid(field, "value.required");
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ProblemException.invalid(field, "value.type");
        }
    }
}
