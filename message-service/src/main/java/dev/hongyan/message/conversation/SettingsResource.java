package dev.hongyan.message.conversation;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.message.log.MessageLog;
import dev.hongyan.message.log.Notices;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// How the caller keeps a conversation.
@Path("/api/conversations/{id}/settings")
@RolesAllowed("user")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Conversations")
class SettingsResource {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final HistoryRepository history;
    private final SettingsService settings;
    private final MessageLog log;
    private final SendLimit limit;
    private final PublicBody bodies;
    private final Caller caller;

    @Inject
    SettingsResource(
            HistoryRepository history,
            SettingsService settings,
            MessageLog log,
            SendLimit limit,
            PublicBody bodies,
            Caller caller) {
        this.history = history;
        this.settings = settings;
        this.log = log;
        this.limit = limit;
        this.bodies = bodies;
        this.caller = caller;
    }

    @PATCH
    @Operation(operationId = "changeSettings", summary = "Change how I keep a conversation")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SettingsChange.class)))
    public Conversation.Settings change(String id, byte[] body) throws SQLException {
        UUID conversation = Params.id(id);
        UUID user = caller.user();
        limit.take(user);
        SettingsChange change = SettingsChange.read(bodies.object(body));
        if (history.findHead(user, conversation).isEmpty()) {
            throw new ProblemException(ProblemCode.NOT_A_MEMBER);
        }
        Conversation.Settings changed = settings.change(user, conversation, change);
        tell(user, conversation);
        return changed;
    }

    /// Tells the user's other devices, which then ask. Without it there is no answer of success: who repeats a change
    /// repeats this too.
    private void tell(UUID user, UUID conversation) {
        var notice = Notices.of(Notices.body("settings-changed").put("conversation", conversation.toString()));
        Append append = new Append(Append.Origin.SELF, user, Ids.v7(), user, notice);
        if (!(log.append(List.of(append)).join().getFirst() instanceof AppendAnswer.Stored)) {
            throw new ProblemException(ProblemCode.UNAVAILABLE).retryAfter(SOON);
        }
    }
}
