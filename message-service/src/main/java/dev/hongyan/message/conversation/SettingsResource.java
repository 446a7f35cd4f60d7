package dev.hongyan.message.conversation;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.message.MessageContent;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// How the caller keeps a conversation.
@Path("/api/conversations/{id}/settings")
@RolesAllowed("user")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Conversations")
class SettingsResource {
    private static final int MAX_FOLDER_CHARACTERS = 64;

    private final HistoryRepository history;
    private final SettingsService settings;
    private final Caller caller;

    @Inject
    SettingsResource(HistoryRepository history, SettingsService settings, Caller caller) {
        this.history = history;
        this.settings = settings;
        this.caller = caller;
    }

    /// What changes; an absent member stays as it is, an empty text is none.
    record Change(
            @Nullable Boolean muted,
            @Nullable Boolean pinned,
            @Nullable Boolean hidden,
            @Nullable String draft,
            @Nullable String folder) {}

    @PATCH
    @Operation(operationId = "changeSettings", summary = "Change how I keep a conversation")
    public Conversation.Settings change(String id, @Nullable Change change) throws SQLException {
        if (change == null) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST);
        }
        UUID conversation = Params.id(id);
        UUID user = caller.user();
        if (history.findHead(user, conversation).isEmpty()) {
            throw new ProblemException(ProblemCode.NOT_A_MEMBER);
        }
        atMost("draft", change.draft(), MessageContent.MAX_TEXT_CHARACTERS);
        atMost("folder", change.folder(), MAX_FOLDER_CHARACTERS);
        return settings.change(user, conversation, change);
    }

    private static void atMost(String field, @Nullable String text, int characters) {
        if (text != null && text.codePointCount(0, text.length()) > characters) {
            throw ProblemException.invalid(field, "value.length");
        }
    }
}
