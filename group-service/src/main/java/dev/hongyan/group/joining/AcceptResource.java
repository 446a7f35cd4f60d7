package dev.hongyan.group.joining;

import dev.hongyan.group.group.Group;
import dev.hongyan.group.limit.ChangeLimit;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.outbox.MessageClient;
import dev.hongyan.kit.outbox.MessageClient.Change;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Following an invitation.
@Path("/api/invitations/{token}/accept")
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "joining")
class AcceptResource {
    private final InvitationService invitations;
    private final MessageClient messages;
    private final ChangeLimit limit;
    private final Caller caller;

    @Inject
    AcceptResource(InvitationService invitations, MessageClient messages, ChangeLimit limit, Caller caller) {
        this.invitations = invitations;
        this.messages = messages;
        this.limit = limit;
        this.caller = caller;
    }

    @POST
    @Operation(operationId = "acceptInvitation", summary = "Become a member by an invitation; 202: it will hold soon")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Group.View.class)))
    @APIResponse(
            responseCode = "202",
            description = "It will hold soon",
            content = @Content(schema = @Schema(implementation = Group.View.class)))
    @APIResponse(responseCode = "409", description = "`group-full`")
    @APIResponse(responseCode = "410", description = "`invitation-expired`")
    public Response accept(@PathParam("token") String token) {
        limit.take(caller.user());
        Change<Group.View> change = invitations.accept(token, caller.user());
        return Response.status(messages.apply(change.events()) ? 200 : 202)
                .entity(change.result())
                .build();
    }
}
