package dev.hongyan.kit.probe;

import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.user.BlockChanged;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.outbox.Outbox;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Path("/probe")
@RunOnVirtualThread
class ProbeResource {
    private final Outbox outbox;
    private final Caller caller;

    @Inject
    ProbeResource(Outbox outbox, Caller caller) {
        this.outbox = outbox;
        this.caller = caller;
    }

    record Thing(
            String name,
            int count,
            boolean wanted,
            @Nullable UUID id) {}

    @POST
    @PermitAll
    public Thing echo(Thing thing) {
        return thing;
    }

    @GET
    @Path("/limit")
    @PermitAll
    public int limit(@QueryParam("limit") @Nullable String limit) {
        return Params.limit(limit);
    }

    @GET
    @Path("/ids/{id}")
    @PermitAll
    public String id(@PathParam("id") String id) {
        return Params.id(id).toString();
    }

    @GET
    @Path("/me")
    @RolesAllowed("user")
    public String me() {
        return caller.user().toString();
    }

    @GET
    @Path("/unmarked")
    public String unmarked() {
        return "never seen";
    }

    @GET
    @Path("/fail/{how}")
    @PermitAll
    public String fail(@PathParam("how") String how) throws SQLException {
        switch (how) {
            case "refused" -> throw new ProblemException(ProblemCode.BLOCKED);
            case "database" -> throw new IllegalStateException(new SQLException("gone", "08006"));
            default -> throw new IllegalStateException("secret detail");
        }
    }

    @POST
    @Path("/events/{fate}")
    @PermitAll
    @Transactional
    public String publish(@PathParam("fate") String fate) {
        DomainEvent event = new BlockChanged(Ids.v7(), Ids.v7(), 1, true);
        String id = outbox.append(event).getFirst().id().toString();
        if (fate.equals("rollback")) {
            throw new ProblemException(ProblemCode.ALREADY_ANSWERED).with("event", id);
        }
        return id;
    }
}
