package dev.hongyan.redpacket.payment;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.redpacket.payment.Payment.Kind;
import dev.hongyan.redpacket.wallet.Check;
import dev.hongyan.redpacket.wallet.Idempotency;
import dev.hongyan.redpacket.wallet.MoneyOut;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Money in and out. Has the path of the wallet and no longer one, so that a wrong method is 405 there.
@Path("/api/wallet")
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "wallet")
class PaymentResource {
    private final PaymentService payments;
    private final PaymentProvider provider;
    private final PaymentConfig config;
    private final Idempotency idempotency;
    private final MoneyOut moneyOut;
    private final Caller caller;

    @Inject
    PaymentResource(
            PaymentService payments,
            PaymentProvider provider,
            PaymentConfig config,
            Idempotency idempotency,
            MoneyOut moneyOut,
            Caller caller) {
        this.payments = payments;
        this.provider = provider;
        this.config = config;
        this.idempotency = idempotency;
        this.moneyOut = moneyOut;
        this.caller = caller;
    }

    /// @param amount fen
    @Schema(name = "NewPayment", requiredProperties = "amount")
    record Creation(@Nullable Long amount) {}

    @POST
    @Path("/top-ups")
    @Operation(operationId = "topUp", summary = "Pay money in; the sandbox books it before it answers")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Payment.View.class)))
    @APIResponse(responseCode = "403", description = "`points-only`, `no-payment-provider`")
    @APIResponse(responseCode = "409", description = "`idempotency-conflict`")
    public Response topUp(@HeaderParam("Idempotency-Key") @Nullable String key, @Nullable Creation body) {
        return create(Kind.TOP_UP, key, null, body);
    }

    @POST
    @Path("/withdrawals")
    @Operation(operationId = "withdraw", summary = "Have money paid out")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Payment.View.class)))
    @APIResponse(
            responseCode = "403",
            description = "`points-only`, `no-payment-provider`, `account-frozen`, `pay-password-needed`, "
                    + "`pay-password-wrong`, `pay-password-locked`")
    @APIResponse(responseCode = "409", description = "`insufficient-funds`, `idempotency-conflict`")
    @APIResponse(responseCode = "503", description = "`payouts-stopped`: until operators have looked")
    public Response withdraw(
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @HeaderParam("X-Pay-Password") @Nullable String payPassword,
            @Nullable Creation body) {
        return create(Kind.WITHDRAWAL, key, payPassword, body);
    }

    @GET
    @Path("/payments/{id}")
    @Operation(operationId = "getPayment", summary = "A payment of mine")
    public Payment.View get(@PathParam("id") String id) {
        return payments.get(Params.id(id), caller.user()).view();
    }

    @POST
    @Path("/payments/callbacks/{provider}")
    @PermitAll
    @Operation(operationId = "providerCallback", summary = "What a payment provider tells, with its signature")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "401", description = "`unauthenticated`: the signature is not right")
    public void callback(
            @PathParam("provider") String name,
            @HeaderParam("X-Timestamp") @Nullable String timestamp,
            @HeaderParam("X-Signature") @Nullable String signature,
            byte[] body) {
        if (!payments.isProvider(name)) {
            throw new ProblemException(ProblemCode.NOT_FOUND);
        }
        Optional<PaymentProvider.Notice> notice =
                timestamp == null || signature == null ? Optional.empty() : provider.read(timestamp, signature, body);
        payments.settle(notice.orElseThrow(() -> new ProblemException(ProblemCode.UNAUTHENTICATED)));
    }

    private Response create(Kind kind, @Nullable String key, @Nullable String payPassword, @Nullable Creation body) {
        Check check = new Check();
        long amount = check.number("amount", Check.body(body).amount(), 1, config.most());
        check.end();
        payments.requireProvider();
        moneyOut.requireSession(caller);
        Idempotency.Call call = idempotency.call(caller.user(), key, kind.wireName(), amount);
        Optional<Idempotency.Earlier> earlier = idempotency.find(call);
        if (earlier.isPresent()) {
            return payments.repeat(call, earlier.get()).response();
        }
        if (kind == Kind.WITHDRAWAL) {
            moneyOut.require(caller, payPassword);
        }
        return payments.create(call, kind, amount).response();
    }
}
