package dev.hongyan.message.rule;

import dev.hongyan.contracts.EventCodec;
import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// The call by which an owner brings a change of rules before it answers its own caller.
@Path("/internal/events")
@RolesAllowed("service")
class EventsResource {
    private final RuleService rules;

    @Inject
    EventsResource(RuleService rules) {
        this.rules = rules;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(hidden = true, operationId = "applyEvents", summary = "Apply events now, before the owner answers")
    public void apply(byte[] body) throws SQLException, InterruptedException {
        List<EventEnvelope> events = decode(body);
        try {
            rules.apply(events);
        } catch (GroupNotBegunException e) {
            throw new ProblemException(ProblemCode.NOT_FOUND);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.startsWith("22") || state.startsWith("23")) {
                throw new ProblemException(ProblemCode.MALFORMED_REQUEST);
            }
            throw e;
        }
    }

    /// An event that lacks a key is found here, where it harms no other request's events.
    private static List<EventEnvelope> decode(byte[] body) {
        if (body.length == 0) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST);
        }
        try {
            List<EventEnvelope> events = EventCodec.decodeAll(body);
            RuleChanges.check(events);
            return events;
        } catch (IOException | NullPointerException e) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST);
        }
    }
}
