package dev.hongyan.message.rule;

import dev.hongyan.contracts.EventCodec;
import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.group.GroupChanged;
import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.kit.problem.ProblemException;
import io.agroal.api.AgroalDataSource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// The call by which an owner brings a change of rules before it answers its own caller.
@Path("/internal/events")
@RolesAllowed("service")
class EventsResource {
    private final RuleService rules;
    private final AgroalDataSource dataSource;

    @Inject
    EventsResource(RuleService rules, AgroalDataSource dataSource) {
        this.rules = rules;
        this.dataSource = dataSource;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(hidden = true, operationId = "applyEvents", summary = "Apply events now, before the owner answers")
    public void apply(byte[] body) throws SQLException, InterruptedException {
        List<EventEnvelope> events = decode(body);
        try {
            requireGroups(events);
            rules.apply(events);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.startsWith("22") || state.startsWith("23")) {
                throw new ProblemException(ProblemCode.MALFORMED_REQUEST);
            }
            throw e;
        }
    }

    /// Members of a group that is not known here are not taken: its making could not be brought and is on
    /// its way by the topic, where they follow it. The group would begin with them, and with its founders
    /// as people who came later.
    private void requireGroups(List<EventEnvelope> events) throws SQLException {
        Set<UUID> groups = new HashSet<>();
        events.forEach(event -> {
            if (event.data() instanceof MemberChanged member) {
                groups.add(member.group());
            }
        });
        events.forEach(event -> {
            if (event.data() instanceof GroupChanged group) {
                groups.remove(group.group());
            }
        });
        if (groups.isEmpty()) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            if (GroupRepository.countKnown(connection, groups) < groups.size()) {
                throw new ProblemException(ProblemCode.NOT_FOUND);
            }
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
