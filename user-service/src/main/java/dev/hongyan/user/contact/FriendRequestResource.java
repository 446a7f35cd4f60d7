package dev.hongyan.user.contact;

import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.outbox.MessageClient;
import dev.hongyan.kit.outbox.MessageClient.Change;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.user.account.Check;
import dev.hongyan.user.contact.FriendRequestService.Outcome;
import dev.hongyan.user.limit.RateLimits;
import dev.hongyan.user.limit.Rule;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Asking for friendship, and answering.
@Path("/api/friend-requests")
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "contacts")
class FriendRequestResource {
    private static final int MAX_MESSAGE = 200;

    private final FriendRequestService requests;
    private final MessageClient messages;
    private final RateLimits limits;
    private final Caller caller;

    @Inject
    FriendRequestResource(FriendRequestService requests, MessageClient messages, RateLimits limits, Caller caller) {
        this.requests = requests;
        this.messages = messages;
        this.limits = limits;
        this.caller = caller;
    }

    @Schema(name = "NewFriendRequest", requiredProperties = "to")
    record NewFriendRequest(@Nullable UUID to, @Nullable String message) {}

    /// @param next the cursor of the next page, or null
    @Schema(name = "FriendRequestPage")
    record Page(List<FriendRequest.View> items, @Nullable String next) {}

    @POST
    @Operation(
            operationId = "askForFriendship",
            summary = "Ask for friendship; crossing requests befriend both (201, or 202: it will hold soon)")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = FriendRequest.View.class)))
    @APIResponse(
            responseCode = "200",
            description = "The same was asked before",
            content = @Content(schema = @Schema(implementation = FriendRequest.View.class)))
    @APIResponse(
            responseCode = "202",
            description = "Both are friends, which will hold soon",
            content = @Content(schema = @Schema(implementation = FriendRequest.View.class)))
    @APIResponse(responseCode = "404", description = "There is no such user")
    @APIResponse(responseCode = "409", description = "`already-friends`")
    public Response ask(@Nullable NewFriendRequest body) {
        UUID to = body == null ? null : body.to();
        if (body == null || to == null) {
            throw ProblemException.invalid("to", "value.required");
        }
        Check check = new Check();
        check.that(!to.equals(caller.user()), "to", "user.self");
        if (body.message() != null) {
            check.length("message", body.message(), 0, MAX_MESSAGE);
        }
        check.end();
        limits.take(Rule.FRIEND_REQUEST, caller.user().toString());
        return switch (requests.ask(caller.user(), to, body.message())) {
            case Outcome.Created(Change<FriendRequest.View> change) -> told(201, change);
            case Outcome.Repeated(FriendRequest.View request) -> answer(200, request);
            case Outcome.Crossed(Change<FriendRequest.View> change) ->
                answer(messages.apply(change.events()) ? 201 : 202, change.result());
        };
    }

    @GET
    @Operation(operationId = "listFriendRequests", summary = "Requests that I got or sent, newest first")
    public Page list(
            @QueryParam("direction") @Nullable String direction,
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        int count = Params.limit(limit);
        boolean incoming = isIncoming(direction);
        List<FriendRequest.View> found = requests.list(new FriendRequestRepository.Selection(
                caller.user(), incoming, state(state), Params.cursorId(cursor), count + 1));
        Params.Page<FriendRequest.View> page = Params.page(found, count, FriendRequest.View::id);
        return new Page(page.items(), page.next());
    }

    @POST
    @Path("/{id}/accept")
    @Operation(operationId = "acceptFriendRequest", summary = "Become friends; 202: it will hold soon")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = FriendRequest.View.class)))
    @APIResponse(
            responseCode = "202",
            description = "It will hold soon",
            content = @Content(schema = @Schema(implementation = FriendRequest.View.class)))
    @APIResponse(responseCode = "409", description = "`already-answered`")
    public Response accept(@PathParam("id") String id) {
        Change<FriendRequest.View> change = requests.answer(caller.user(), Params.id(id), State.ACCEPTED);
        return answer(messages.apply(change.events()) ? 200 : 202, change.result());
    }

    @POST
    @Path("/{id}/decline")
    @Operation(operationId = "declineFriendRequest", summary = "Decline a request")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = FriendRequest.View.class)))
    @APIResponse(responseCode = "409", description = "`already-answered`")
    public Response decline(@PathParam("id") String id) {
        return told(200, requests.answer(caller.user(), Params.id(id), State.DECLINED));
    }

    private static boolean isIncoming(@Nullable String direction) {
        return switch (direction) {
            case null -> true;
            case "incoming" -> true;
            case "outgoing" -> false;
            default -> throw ProblemException.invalid("direction", "value.choice");
        };
    }

    private static @Nullable State state(@Nullable String state) {
        return state == null
                ? null
                : State.of(state).orElseThrow(() -> ProblemException.invalid("state", "value.choice"));
    }

    /// No rule changes, so the outbox would do; the call brings the notice to the other at once, and also while
    /// the broker is away.
    private Response told(int status, Change<FriendRequest.View> change) {
        messages.apply(change.events());
        return answer(status, change.result());
    }

    private static Response answer(int status, FriendRequest.View request) {
        return Response.status(status).entity(request).build();
    }
}
