package dev.hongyan.message.sync;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.AppendCall;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.message.log.MessageLog;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// The batch call that carries every message of the sockets. Stays on the event loop: the lanes do the waiting.
@Path("/internal/messages")
@RolesAllowed("service")
class AppendResource {
    private final MessageLog log;

    @Inject
    AppendResource(MessageLog log) {
        this.log = log;
    }

    @POST
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            hidden = true,
            operationId = "appendMessages",
            summary = "Append a batch of messages, in the binary form of AppendCall")
    public CompletionStage<byte[]> append(byte[] body) {
        List<Append> appends;
        try {
            appends = AppendCall.decodeRequest(body);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST);
        }
        return log.append(appends).thenApply(AppendCall::encodeAnswer);
    }
}
