package dev.hongyan.message.sync;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.message.log.Republication;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/// Publishes again what was stored in a span of time.
@Path("/internal/republish")
@RolesAllowed("service")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class RepublishResource {
    private final Republication republication;

    @Inject
    RepublishResource(Republication republication) {
        this.republication = republication;
    }

    record Span(
            @JsonProperty(required = true) Instant from,
            @JsonProperty(required = true) Instant to) {}

    record Republished(long events) {}

    @POST
    @RunOnVirtualThread
    @Operation(
            hidden = true,
            operationId = "republish",
            summary = "Records again for the messages stored in that span of time")
    public Republished republish(@Nullable Span span) throws SQLException {
        if (span == null) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST);
        }
        return new Republished(republication.republish(span.from(), span.to()));
    }
}
