package dev.hongyan.message.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.MessageContentReader;
import dev.hongyan.contracts.message.MessageContentReader.Outcome;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.json.StrictJson;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.kit.trace.Trace;
import dev.hongyan.message.log.MessageLog;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Sending by REST, for bots and for clients without a socket. Ends where a socket's send ends.
@Path("/api/conversations")
@RolesAllowed("user")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Messages")
class SendResource {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final MessageLog log;
    private final SendLimit limit;
    private final PublicBody bodies;
    private final Caller caller;

    @Inject
    SendResource(MessageLog log, SendLimit limit, PublicBody bodies, Caller caller) {
        this.log = log;
        this.limit = limit;
        this.bodies = bodies;
        this.caller = caller;
    }

    @POST
    @Path("/{id}/messages")
    @Operation(operationId = "sendMessage", summary = "Send a message; repeat with the same id until it is answered")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SendMessage.class)))
    @APIResponse(
            responseCode = "201",
            description = "Stored under this number",
            content = @Content(schema = @Schema(implementation = StoredMessage.class)))
    @APIResponse(responseCode = "200", description = "Was there already, the same message")
    @APIResponse(
            responseCode = "403",
            description = "`not-friends`, `blocked`, `muted` (with `until`), `muted-all`, `read-only-conversation`")
    @APIResponse(responseCode = "404", description = "`not-a-member`")
    @APIResponse(responseCode = "409", description = "`message-conflict`: another message has this id")
    @APIResponse(responseCode = "413", description = "The body is over 192 KiB")
    @APIResponse(responseCode = "429", description = "Too fast, or the service is too busy; see Retry-After")
    @APIResponse(responseCode = "503", description = "The outcome is unknown: again, with the same id")
    public RestResponse<StoredMessage> send(String id, byte[] body) {
        UUID conversation = Params.id(id);
        UUID sender = caller.user();
        limit.take(sender);
        Append append = parse(conversation, sender, body);
        AppendAnswer answer = log.append(append).join();
        return switch (answer) {
            case AppendAnswer.Stored stored ->
                RestResponse.status(
                        stored.repeated() ? RestResponse.Status.OK : RestResponse.Status.CREATED,
                        StoredMessage.of(
                                conversation,
                                stored.seq(),
                                append.id(),
                                sender,
                                stored.at(),
                                append.content().canonical()));
            case AppendAnswer.Refused refused -> throw problem(refused);
            case AppendAnswer.Retry retry
            when retry.equals(MessageLog.FULL) ->
                throw new ProblemException(ProblemCode.TOO_MANY_REQUESTS).retryAfter(SOON);
            case AppendAnswer.Retry _ -> throw new ProblemException(ProblemCode.UNAVAILABLE).retryAfter(SOON);
        };
    }

    private static ProblemException problem(AppendAnswer.Refused refused) {
        ProblemException problem = new ProblemException(refused.problem());
        return refused.until() == null ? problem : problem.with("until", StrictJson.TIME.format(refused.until()));
    }

    private Append parse(UUID conversation, UUID sender, byte[] body) {
        JsonNode message = bodies.object(body);
        Map<String, String> violations = new LinkedHashMap<>();
        UUID id = id(message.get("id"), violations);
        Outcome outcome = MessageContentReader.read(
                message.get("type"), message.get("body"), message.get("replyTo"), message.get("mentions"));
        if (outcome instanceof Outcome.Invalid invalid) {
            violations.putAll(invalid.violations());
        }
        if (id == null || !(outcome instanceof Outcome.Valid valid)) {
            throw ProblemException.invalid(violations);
        }
        String traceparent =
                Trace.current().filter(Trace::sampled).map(Trace::header).orElse(null);
        return new Append(Append.Origin.USER, conversation, id, sender, valid.content(), traceparent);
    }

    private static @Nullable UUID id(@Nullable JsonNode node, Map<String, String> violations) {
        UUID id = node != null && node.isTextual() ? MessageContentReader.canonicalUuid(node.textValue()) : null;
        if (id == null) {
            violations.put("id", "id.uuid");
        }
        return id;
    }
}
