package dev.hongyan.message.conversation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.push.ReadMoved;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
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
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Reading a conversation: its history, and how far somebody has read.
@Path("/api/conversations")
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Messages")
class HistoryResource {
    private final HistoryRepository history;
    private final HidingRepository hiding;
    private final ReadAnnouncer announcer;
    private final PublicBody bodies;
    private final ObjectMapper mapper;
    private final Caller caller;

    @Inject
    HistoryResource(
            HistoryRepository history,
            HidingRepository hiding,
            ReadAnnouncer announcer,
            PublicBody bodies,
            ObjectMapper mapper,
            Caller caller) {
        this.history = history;
        this.hiding = hiding;
        this.announcer = announcer;
        this.bodies = bodies;
        this.mapper = mapper;
        this.caller = caller;
    }

    /// A range of the log, both ends included: a number without an item is not for the caller.
    ///
    /// @param next where the next page begins, in the same direction; null at the end
    @Schema(name = "MessageRange")
    record Range(
            List<StoredMessage> items,
            long from,
            long to,
            @Nullable Long next) {}

    record ReadPosition(@JsonProperty(required = true) long seq) {}

    @GET
    @Path("/{id}/messages")
    @Operation(operationId = "listMessages", summary = "A range of the history, ascending; without a bound the newest")
    @APIResponse(
            responseCode = "200",
            description =
                    "The range that is covered: a number between `from` and `to` without an item is not for the caller")
    @APIResponse(responseCode = "400", description = "A bound is no number, or there are two")
    @APIResponse(responseCode = "404", description = "`not-a-member`")
    public Range list(
            String id,
            @QueryParam("before") @Nullable String before,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit)
            throws SQLException {
        UUID conversation = Params.id(id);
        int size = Params.limit(limit);
        Long beforeSeq = Params.seq("before", before);
        Long afterSeq = Params.seq("after", after);
        if (beforeSeq != null && afterSeq != null) {
            throw ProblemException.invalid("before", "range.both");
        }
        UUID user = caller.user();
        long head = head(user, conversation);
        return afterSeq != null
                ? forward(user, conversation, afterSeq, Math.min(head, afterSeq + size), head)
                : backward(user, conversation, beforeSeq == null ? head : Math.min(beforeSeq - 1, head), size);
    }

    private Range forward(UUID user, UUID conversation, long after, long to, long head) throws SQLException {
        if (to <= after) {
            return new Range(List.of(), after + 1, after, null);
        }
        List<StoredMessage> items = history.list(user, conversation, after + 1, to);
        long end = to < head ? history.findNext(conversation, to) - 1 : to;
        return new Range(items, after + 1, end, end < head ? end : null);
    }

    private Range backward(UUID user, UUID conversation, long to, int size) throws SQLException {
        if (to < 1) {
            return new Range(List.of(), 1, 0, null);
        }
        long from = Math.max(1, to - size + 1);
        if (from > 1 && from <= hiding.findCleared(user, conversation) + 1) {
            from = 1; // Nothing below is his any more, so nobody pages through it.
        }
        List<StoredMessage> items = history.list(user, conversation, from, to);
        if (from > 1) {
            from = history.findPrevious(conversation, from) + 1;
        }
        return new Range(items, from, to, from > 1 ? from : null);
    }

    @PUT
    @Path("/{id}/read")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "moveRead", summary = "My read position, which never moves back")
    @APIResponse(responseCode = "204", description = "It stands there or further, durably")
    @APIResponse(responseCode = "400", description = "Beyond the newest message")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ReadPosition.class)))
    public void read(String id, byte[] body) throws SQLException, JsonProcessingException {
        ReadPosition position = mapper.treeToValue(bodies.object(body), ReadPosition.class);
        UUID conversation = Params.id(id);
        UUID user = caller.user();
        long head = head(user, conversation);
        if (position.seq() < 0) {
            throw ProblemException.invalid("seq", "value.range");
        }
        if (position.seq() > head) {
            throw ProblemException.invalid("seq", "seq.beyond-head");
        }
        if (history.updateRead(user, conversation, position.seq())) {
            announcer.announce(new ReadMoved(conversation, user, position.seq()));
        }
    }

    private long head(UUID user, UUID conversation) throws SQLException {
        return history.findHead(user, conversation).orElseThrow(() -> new ProblemException(ProblemCode.NOT_A_MEMBER));
    }
}
