package dev.hongyan.user.session;

import dev.hongyan.kit.problem.Params;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/// What the other services ask about sessions.
@Path("/internal/sessions")
@RolesAllowed("service")
@RunOnVirtualThread
class InternalSessionResource {
    private final SessionService sessions;
    private final EndedFeed feed;
    private final LiveSessions live;

    @Inject
    InternalSessionResource(SessionService sessions, EndedFeed feed, LiveSessions live) {
        this.sessions = sessions;
        this.feed = feed;
        this.live = live;
    }

    /// @param next the `since` of the next call
    record Ended(List<EndedFeed.Entry> items, long next) {}

    record Status(UUID session, UUID user, boolean active) {}

    @GET
    @Path("/ended")
    @Operation(hidden = true)
    public Ended ended(@QueryParam("since") @Nullable String since) {
        Long after = Params.seq("since", since);
        List<EndedFeed.Entry> entries = feed.listAfter(after == null ? 0 : after);
        long next = entries.isEmpty()
                ? (after == null ? 0 : after)
                : entries.getLast().number();
        return new Ended(entries, next);
    }

    @GET
    @Path("/{id}")
    @Operation(hidden = true)
    public Status status(@PathParam("id") String id) {
        Session session = sessions.get(Params.id(id));
        return new Status(session.id(), session.account(), !live.hasEnded(session.id()));
    }
}
