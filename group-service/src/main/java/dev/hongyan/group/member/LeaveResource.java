package dev.hongyan.group.member;

import dev.hongyan.group.limit.ChangeLimit;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.outbox.MessageClient;
import dev.hongyan.kit.problem.Params;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Leaving a group.
@Path("/api/groups")
@RolesAllowed("user")
@RunOnVirtualThread
@Tag(name = "members")
class LeaveResource {
    private final MemberService members;
    private final MessageClient messages;
    private final ChangeLimit limit;
    private final Caller caller;

    @Inject
    LeaveResource(MemberService members, MessageClient messages, ChangeLimit limit, Caller caller) {
        this.members = members;
        this.messages = messages;
        this.limit = limit;
        this.caller = caller;
    }

    @POST
    @Path("/{id}/leave")
    @Operation(operationId = "leaveGroup", summary = "Leave a group; the last one dissolves it. 202: it will hold soon")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "202", description = "It will hold soon")
    @APIResponse(responseCode = "409", description = "`owner-must-stay`")
    public Response leave(@PathParam("id") String id) {
        limit.take(caller.user());
        boolean applied = messages.apply(members.remove(Params.id(id), caller.user(), caller.user()));
        return Response.status(applied ? 204 : 202).build();
    }
}
