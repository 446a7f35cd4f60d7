package dev.hongyan.group.joining;

import dev.hongyan.group.group.Check;
import dev.hongyan.group.group.Group;
import dev.hongyan.group.limit.ChangeLimit;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.outbox.MessageClient;
import dev.hongyan.kit.outbox.MessageClient.Change;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Joining a group of which one knows.
@Path("/api/groups")
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "joining")
class JoinResource {
    private static final int MAX_MESSAGE = 200;

    private final JoinRequests requests;
    private final MessageClient messages;
    private final ChangeLimit limit;
    private final Caller caller;

    @Inject
    JoinResource(JoinRequests requests, MessageClient messages, ChangeLimit limit, Caller caller) {
        this.requests = requests;
        this.messages = messages;
        this.limit = limit;
        this.caller = caller;
    }

    @Schema(name = "Joining")
    record Joining(@Nullable String message) {}

    @POST
    @Path("/{id}/join")
    @Consumes(MediaType.APPLICATION_JSON) // so it is when a request without a body names no type
    @Operation(operationId = "joinGroup", summary = "Join, or ask the admins for it")
    @APIResponse(
            responseCode = "200",
            description = "Joined",
            content = @Content(schema = @Schema(implementation = Group.View.class)))
    @APIResponse(
            responseCode = "202",
            description = "Waiting for an answer, or joined and it will hold soon",
            content = @Content(schema = @Schema(oneOf = {JoinRequest.View.class, Group.View.class})))
    @APIResponse(
            responseCode = "403",
            description = "`invitation-only`: the group lets nobody in who asks; that it is there he knows by its id")
    @APIResponse(responseCode = "409", description = "`group-full`")
    @RequestBody(
            required = false,
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Joining.class)))
    public Response join(@PathParam("id") String id, @Nullable Joining body) {
        String message =
                body == null || body.message() == null ? "" : body.message().strip();
        Check check = new Check();
        check.length("message", message, 0, MAX_MESSAGE);
        check.end();
        limit.take(caller.user());
        return switch (requests.join(Params.id(id), caller.user(), message.isEmpty() ? null : message)) {
            case JoinRequests.Outcome.Joined(Change<Group.View> change) ->
                answer(messages.apply(change.events()) ? 200 : 202, change.result());
            case JoinRequests.Outcome.Waiting(Change<JoinRequest.View> change) -> {
                // No rule changes, so the outbox would do; the call brings the notice to the admins at once.
                messages.apply(change.events());
                yield answer(202, change.result());
            }
        };
    }

    private static Response answer(int status, Object body) {
        return Response.status(status).entity(body).build();
    }
}
