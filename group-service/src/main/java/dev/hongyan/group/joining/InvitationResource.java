package dev.hongyan.group.joining;

import dev.hongyan.group.group.Check;
import dev.hongyan.group.limit.ChangeLimit;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.problem.Params;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Inviting into a group.
@Path("/api/groups")
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "joining")
class InvitationResource {
    private static final int DEFAULT_USES = 100;
    private static final int MAX_USES = 10_000;
    private static final int DEFAULT_HOURS = 168;
    private static final int MAX_HOURS = 720;

    private final InvitationService invitations;
    private final ChangeLimit limit;
    private final Caller caller;

    @Inject
    InvitationResource(InvitationService invitations, ChangeLimit limit, Caller caller) {
        this.invitations = invitations;
        this.limit = limit;
        this.caller = caller;
    }

    @Schema(name = "NewInvitation")
    record NewInvitation(
            @Nullable Integer maxUses, @Nullable Integer expiresInHours) {}

    @POST
    @Path("/{id}/invitations")
    @Consumes(MediaType.APPLICATION_JSON) // so it is when a request without a body names no type
    @Operation(
            operationId = "createInvitation",
            summary = "Make an invitation, good for 100 uses and 168 hours unless it says otherwise")
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = InvitationService.View.class)))
    @APIResponse(responseCode = "409", description = "`limit-reached`: as many are open as may be")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = NewInvitation.class)))
    public Response create(@PathParam("id") String id, @Nullable NewInvitation body) {
        NewInvitation wanted = body == null ? new NewInvitation(null, null) : body;
        int uses = Objects.requireNonNullElse(wanted.maxUses(), DEFAULT_USES);
        int hours = Objects.requireNonNullElse(wanted.expiresInHours(), DEFAULT_HOURS);
        Check check = new Check();
        check.range("maxUses", uses, 1, MAX_USES);
        check.range("expiresInHours", hours, 1, MAX_HOURS);
        check.end();
        limit.take(caller.user());
        return Response.status(201)
                .entity(invitations.create(Params.id(id), caller.user(), uses, hours))
                .build();
    }
}
