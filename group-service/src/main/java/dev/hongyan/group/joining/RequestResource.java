package dev.hongyan.group.joining;

import dev.hongyan.group.limit.ChangeLimit;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.outbox.MessageClient;
import dev.hongyan.kit.outbox.MessageClient.Change;
import dev.hongyan.kit.problem.Params;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Requests to join, for the owner and the admins.
@Path("/api/groups")
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "joining")
class RequestResource {
    private final JoinRequests requests;
    private final MessageClient messages;
    private final ChangeLimit limit;
    private final Caller caller;

    @Inject
    RequestResource(JoinRequests requests, MessageClient messages, ChangeLimit limit, Caller caller) {
        this.requests = requests;
        this.messages = messages;
        this.limit = limit;
        this.caller = caller;
    }

    /// @param next the cursor of the next page, or null
    @Schema(name = "JoinRequestPage")
    record Page(List<JoinRequest.View> items, @Nullable String next) {}

    @GET
    @Path("/{id}/requests")
    @Operation(operationId = "listJoinRequests", summary = "Requests that wait for an answer, newest first")
    public Page list(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String size,
            @QueryParam("cursor") @Nullable String cursor) {
        int count = Params.limit(size);
        List<JoinRequest.View> found = requests.list(Params.id(id), caller.user(), Params.cursorId(cursor), count + 1);
        Params.Page<JoinRequest.View> page = Params.page(found, count, JoinRequest.View::id);
        return new Page(page.items(), page.next());
    }

    @POST
    @Path("/{id}/requests/{requestId}/approve")
    @Operation(operationId = "approveJoinRequest", summary = "Let somebody in; 202: it will hold soon")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = JoinRequest.View.class)))
    @APIResponse(
            responseCode = "202",
            description = "It will hold soon",
            content = @Content(schema = @Schema(implementation = JoinRequest.View.class)))
    @APIResponse(responseCode = "409", description = "`already-answered`, `group-full`")
    public Response approve(@PathParam("id") String id, @PathParam("requestId") String requestId) {
        return answer(id, requestId, RequestState.APPROVED);
    }

    @POST
    @Path("/{id}/requests/{requestId}/decline")
    @Operation(operationId = "declineJoinRequest", summary = "Decline a request")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = JoinRequest.View.class)))
    @APIResponse(responseCode = "409", description = "`already-answered`")
    public Response decline(@PathParam("id") String id, @PathParam("requestId") String requestId) {
        return answer(id, requestId, RequestState.DECLINED);
    }

    private Response answer(String id, String requestId, RequestState answer) {
        limit.take(caller.user());
        Change<JoinRequest.View> change = requests.answer(Params.id(id), caller.user(), Params.id(requestId), answer);
        boolean applied = messages.apply(change.events());
        return Response.status(applied || answer == RequestState.DECLINED ? 200 : 202)
                .entity(change.result())
                .build();
    }
}
