package dev.hongyan.message.conversation;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// How the caller keeps a conversation.
@Path("/api/conversations")
@RolesAllowed("user")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Conversations")
class SettingsResource {
    private final HistoryRepository history;
    private final SettingsService settings;
    private final SendLimit limit;
    private final PublicBody bodies;
    private final Caller caller;

    @Inject
    SettingsResource(
            HistoryRepository history, SettingsService settings, SendLimit limit, PublicBody bodies, Caller caller) {
        this.history = history;
        this.settings = settings;
        this.limit = limit;
        this.bodies = bodies;
        this.caller = caller;
    }

    @PATCH
    @Path("/{id}/settings")
    @Operation(operationId = "changeSettings", summary = "Change how I keep a conversation")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SettingsChange.class)))
    @APIResponse(responseCode = "200", description = "The settings as they are now; my other devices are told")
    @APIResponse(responseCode = "404", description = "`not-a-member`")
    @APIResponse(responseCode = "413", description = "The body is over 192 KiB")
    @APIResponse(responseCode = "429", description = "Too fast; see Retry-After")
    @APIResponse(responseCode = "503", description = "Nothing has changed, or it is unknown: again")
    public Conversation.Settings change(String id, byte[] body) throws SQLException, InterruptedException {
        UUID conversation = Params.id(id);
        UUID user = caller.user();
        limit.take(user);
        SettingsChange change = SettingsChange.read(bodies.object(body));
        if (history.findHead(user, conversation).isEmpty()) {
            throw new ProblemException(ProblemCode.NOT_A_MEMBER);
        }
        return settings.change(user, conversation, change);
    }
}
