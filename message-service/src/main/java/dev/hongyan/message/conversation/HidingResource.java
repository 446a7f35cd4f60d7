package dev.hongyan.message.conversation;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.message.conversation.HidingRepository.Hideable;
import dev.hongyan.message.log.Notices;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Taking messages away from the caller's own sight. The log stays as it is, and so does what others see.
@Path("/api/conversations")
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Messages")
class HidingResource {
    /// They are read with every message of the conversation. Whoever hides so many means to clear.
    private static final int MAX_RANGES = 1_000;

    private final HistoryRepository history;
    private final HidingRepository hiding;
    private final OwnChanges changes;
    private final SendLimit limit;
    private final Caller caller;

    @Inject
    HidingResource(
            HistoryRepository history, HidingRepository hiding, OwnChanges changes, SendLimit limit, Caller caller) {
        this.history = history;
        this.hiding = hiding;
        this.changes = changes;
        this.limit = limit;
        this.caller = caller;
    }

    @DELETE
    @Path("/{id}/messages/{messageId}")
    @Operation(operationId = "hideMessage", summary = "Hide a message, from me only")
    @APIResponse(responseCode = "204", description = "I do not see it any more; my other devices are told")
    @APIResponse(responseCode = "403", description = "`read-only-conversation`: `self` stays as it is")
    @APIResponse(responseCode = "404", description = "No such message for the caller")
    @APIResponse(responseCode = "409", description = "`limit-reached`: too many single ones; clear the history")
    @APIResponse(responseCode = "503", description = "Nothing has changed, or it is unknown: again")
    public void hide(String id, String messageId) throws SQLException, InterruptedException {
        UUID conversation = Params.id(id);
        UUID message = Params.id(messageId);
        UUID user = caller.user();
        requireNotSelf(user, conversation);
        limit.take(user);
        Hideable found =
                hiding.find(user, conversation, message).orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
        if (found.hidden()) {
            return;
        }
        if (found.ranges() >= MAX_RANGES) {
            throw new ProblemException(ProblemCode.LIMIT_REACHED);
        }
        var notice = Notices.body("message-hidden")
                .put("conversation", conversation.toString())
                .put("message", message.toString())
                .put("seq", found.seq());
        changes.make(user, notice, connection -> HidingRepository.hide(connection, user, conversation, found.seq()));
    }

    @DELETE
    @Path("/{id}/messages")
    @Operation(operationId = "clearHistory", summary = "Clear the history up to now, for me only")
    @APIResponse(responseCode = "204", description = "I see none of it any more; my other devices are told")
    @APIResponse(responseCode = "403", description = "`read-only-conversation`: `self` stays as it is")
    @APIResponse(responseCode = "404", description = "`not-a-member`")
    @APIResponse(responseCode = "503", description = "Nothing has changed, or it is unknown: again")
    public void clear(String id) throws SQLException, InterruptedException {
        UUID conversation = Params.id(id);
        UUID user = caller.user();
        requireNotSelf(user, conversation);
        limit.take(user);
        long head =
                history.findHead(user, conversation).orElseThrow(() -> new ProblemException(ProblemCode.NOT_A_MEMBER));
        if (head <= hiding.findCleared(user, conversation)) {
            return;
        }
        var notice = Notices.body("history-cleared")
                .put("conversation", conversation.toString())
                .put("to", head);
        changes.make(user, notice, connection -> HidingRepository.clear(connection, user, conversation, head));
    }

    /// What is told there has to reach the devices that are away.
    private static void requireNotSelf(UUID user, UUID conversation) {
        if (conversation.equals(user)) {
            throw new ProblemException(ProblemCode.READ_ONLY_CONVERSATION);
        }
    }
}
