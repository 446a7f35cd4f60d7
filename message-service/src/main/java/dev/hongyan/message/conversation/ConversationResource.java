package dev.hongyan.message.conversation;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.message.conversation.ConversationRepository.Listed;
import dev.hongyan.message.conversation.ConversationRepository.Position;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// The conversations of the caller.
///
/// Every resource below a conversation has this path and no longer one: a request whose method the longer one
/// does not know would be looked for here, and be 404 instead of 405.
@Path("/api/conversations")
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Conversations")
class ConversationResource {
    private static final long YEAR_10000_MICROS = 253_402_300_800_000_000L;

    private final ConversationRepository conversations;
    private final Caller caller;

    @Inject
    ConversationResource(ConversationRepository conversations, Caller caller) {
        this.conversations = conversations;
        this.caller = caller;
    }

    @Schema(name = "ConversationPage")
    record Page(List<Conversation> items, @Nullable String next) {}

    @PUT
    @Path("/direct/{userId}")
    @Operation(operationId = "openDirect", summary = "The conversation with that user")
    @APIResponse(responseCode = "200", description = "It was there")
    @APIResponse(
            responseCode = "201",
            description = "It has been made",
            content = @Content(schema = @Schema(implementation = Conversation.class)))
    @APIResponse(responseCode = "404", description = "There is no such user, or it is the caller")
    public RestResponse<Conversation> open(String userId) throws SQLException {
        UUID me = caller.user();
        UUID other = Params.id(userId);
        if (other.equals(me)) {
            throw new ProblemException(ProblemCode.NOT_FOUND);
        }
        UUID id = Ids.direct(me, other);
        boolean made = conversations
                .insertDirect(id, me, other)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
        return RestResponse.status(made ? RestResponse.Status.CREATED : RestResponse.Status.OK, get(me, id));
    }

    @GET
    @Operation(operationId = "listConversations", summary = "My conversations, newest first")
    public Page list(@QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        int size = Params.limit(limit);
        List<Listed> listed = conversations.list(caller.user(), position(cursor), size + 1);
        boolean more = listed.size() > size;
        List<Listed> page = more ? listed.subList(0, size) : listed;
        return new Page(
                page.stream().map(Listed::conversation).toList(),
                more ? cursor(page.getLast().position()) : null);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getConversation", summary = "One of my conversations")
    @APIResponse(responseCode = "200", description = "As I see it")
    @APIResponse(responseCode = "404", description = "`not-a-member`")
    public Conversation get(String id) throws SQLException {
        return get(caller.user(), Params.id(id));
    }

    private Conversation get(UUID user, UUID id) throws SQLException {
        return conversations.find(user, id).orElseThrow(() -> new ProblemException(ProblemCode.NOT_A_MEMBER));
    }

    private static String cursor(Position position) {
        return Params.cursor(position.micros() + ":" + position.id());
    }

    private static @Nullable Position position(@Nullable String cursor) {
        String content = Params.cursorContent(cursor);
        if (content == null) {
            return null;
        }
        try {
            int colon = content.indexOf(':');
            long micros = Long.parseLong(content.substring(0, Math.max(colon, 0)));
            if (micros >= 0 && micros < YEAR_10000_MICROS) {
                return new Position(micros, UUID.fromString(content.substring(colon + 1)));
            }
        } catch (IllegalArgumentException e) {
            // Answered below like a time that cannot be.
        }
        throw ProblemException.invalid("cursor", "cursor.invalid");
    }
}
