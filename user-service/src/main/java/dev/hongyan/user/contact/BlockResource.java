package dev.hongyan.user.contact;

import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.outbox.MessageClient;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Whom I block.
@Path("/api/blocks")
@RolesAllowed("user")
@RunOnVirtualThread
@Tag(name = "contacts")
class BlockResource {
    private final BlockService blocks;
    private final MessageClient messages;
    private final Caller caller;

    @Inject
    BlockResource(BlockService blocks, MessageClient messages, Caller caller) {
        this.blocks = blocks;
        this.messages = messages;
        this.caller = caller;
    }

    /// @param next the cursor of the next page, or null
    @Schema(name = "BlockedPage")
    record Page(List<BlockService.Blocked> items, @Nullable String next) {}

    @GET
    @Operation(operationId = "listBlocks", summary = "Whom I block")
    public Page list(@QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        int count = Params.limit(limit);
        List<BlockService.Blocked> found = blocks.list(caller.user(), Params.cursorId(cursor), count + 1);
        Params.Page<BlockService.Blocked> page =
                Params.page(found, count, blocked -> blocked.user().id());
        return new Page(page.items(), page.next());
    }

    @PUT
    @Path("/{userId}")
    @Operation(operationId = "block", summary = "Refuse what somebody writes to me; 202: it will hold soon")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "202", description = "It will hold soon")
    public Response block(@PathParam("userId") String userId) {
        return answer(messages.apply(blocks.block(caller.user(), other(userId))));
    }

    @DELETE
    @Path("/{userId}")
    @Operation(operationId = "unblock", summary = "Accept again what somebody writes to me; 202: it will hold soon")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "202", description = "It will hold soon")
    public Response unblock(@PathParam("userId") String userId) {
        return answer(messages.apply(blocks.unblock(caller.user(), other(userId))));
    }

    private UUID other(String userId) {
        UUID other = Params.id(userId);
        if (other.equals(caller.user())) {
            throw ProblemException.invalid("userId", "user.self");
        }
        return other;
    }

    private static Response answer(boolean applied) {
        return Response.status(applied ? 204 : 202).build();
    }
}
