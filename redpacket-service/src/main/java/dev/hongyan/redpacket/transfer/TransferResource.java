package dev.hongyan.redpacket.transfer;

import dev.hongyan.contracts.redpacket.TransferState;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.redpacket.transfer.TransferService.NewTransfer;
import dev.hongyan.redpacket.wallet.Check;
import dev.hongyan.redpacket.wallet.Idempotency;
import dev.hongyan.redpacket.wallet.MoneyOut;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Transfers between two people: made with an `Idempotency-Key`, accepted or given back by the recipient.
@Path("/api/transfers")
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "transfers")
class TransferResource {
    private static final int MAX_NOTE = 100;

    private final TransferService transfers;
    private final TransferConfig config;
    private final Idempotency idempotency;
    private final MoneyOut moneyOut;
    private final Caller caller;

    @Inject
    TransferResource(
            TransferService transfers,
            TransferConfig config,
            Idempotency idempotency,
            MoneyOut moneyOut,
            Caller caller) {
        this.transfers = transfers;
        this.config = config;
        this.idempotency = idempotency;
        this.moneyOut = moneyOut;
        this.caller = caller;
    }

    /// @param amount fen
    @Schema(
            name = "NewTransfer",
            requiredProperties = {"to", "amount"})
    record Creation(
            @Nullable UUID to,
            @Nullable Long amount,
            @Nullable String note) {}

    @POST
    @Operation(operationId = "createTransfer", summary = "Send money to a friend, who accepts it or gives it back")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Transfer.View.class)))
    @APIResponse(
            responseCode = "403",
            description = "`not-friends`, `blocked`, `account-frozen`, `pay-password-needed`, `pay-password-wrong`, "
                    + "`pay-password-locked`")
    @APIResponse(responseCode = "404", description = "`not-a-member`: there is no conversation with that person")
    @APIResponse(
            responseCode = "409",
            description = "`insufficient-funds`, `daily-limit-reached`, `idempotency-conflict`")
    public Response create(
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @HeaderParam("X-Pay-Password") @Nullable String payPassword,
            @Context HttpHeaders headers,
            @Nullable Creation body) {
        Creation asked = Check.body(body);
        Check check = new Check();
        check.that(asked.to() != null, "to", "value.required");
        check.that(!caller.user().equals(asked.to()), "to", "user.self");
        long amount = check.number("amount", asked.amount(), 1, config.most());
        String note = check.text("note", asked.note(), MAX_NOTE);
        check.end();
        if (asked.to() == null) {
            throw new IllegalStateException("checked above");
        }
        NewTransfer command = new NewTransfer(asked.to(), amount, note);
        Idempotency.Call call = idempotency.call(caller.user(), key, "transfer", command);
        Optional<Idempotency.Earlier> earlier = idempotency.find(call);
        if (earlier.isPresent()) {
            return transfers.repeat(call, earlier.get()).response();
        }
        moneyOut.require(caller, payPassword);
        String authorization = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        return transfers.create(call, command, authorization).response();
    }

    /// What a transfer may be.
    ///
    /// @param maxAmount    fen
    /// @param expiresAfter seconds
    @Schema(name = "TransferLimits")
    record Limits(long maxAmount, long expiresAfter) {}

    @GET
    @Path("/limits")
    @Operation(operationId = "getTransferLimits", summary = "How large a transfer may be here")
    public Limits limits() {
        return new Limits(config.most(), config.life().toSeconds());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getTransfer", summary = "A transfer from me or to me")
    public Transfer.View get(@PathParam("id") String id) {
        return transfers.get(Params.id(id), caller.user()).view();
    }

    @POST
    @Path("/{id}/accept")
    @Operation(operationId = "acceptTransfer", summary = "Take the money; repeating it changes nothing")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Transfer.View.class)))
    @APIResponse(responseCode = "403", description = "`not-the-recipient`, `account-frozen`")
    @APIResponse(responseCode = "409", description = "`already-answered`")
    @APIResponse(responseCode = "410", description = "`transfer-expired`")
    public Response accept(@PathParam("id") String id) {
        return answer(id, TransferState.ACCEPTED);
    }

    @POST
    @Path("/{id}/return")
    @Operation(operationId = "returnTransfer", summary = "Give the money back; repeating it changes nothing")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Transfer.View.class)))
    @APIResponse(responseCode = "403", description = "`not-the-recipient`")
    @APIResponse(responseCode = "409", description = "`already-answered`")
    @APIResponse(responseCode = "410", description = "`transfer-expired`")
    public Response giveBack(@PathParam("id") String id) {
        return answer(id, TransferState.RETURNED);
    }

    /// Whoever holds a stolen phone must not take what has been sent to it.
    private Response answer(String text, TransferState answer) {
        UUID id = Params.id(text);
        moneyOut.requireSession(caller);
        return Response.ok(transfers.answer(id, caller.user(), answer).view()).build();
    }
}
