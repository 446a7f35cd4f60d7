package dev.hongyan.redpacket.operator;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.redpacket.ledger.Audit;
import dev.hongyan.redpacket.ledger.Verifier;
import dev.hongyan.redpacket.payment.WithdrawalHold;
import dev.hongyan.redpacket.wallet.Check;
import dev.hongyan.redpacket.wallet.Idempotency;
import dev.hongyan.redpacket.wallet.MoneyConfig;
import dev.hongyan.redpacket.wallet.MoneyOut;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The little that operators may do. Each action is audited with its reason, and none is taken in a session that ended.
@Path("/api/operator/money")
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "operator")
class OperatorActionResource {
    private static final int MAX_REASON = 500;

    private final Operators operators;
    private final OperatorRepository repository;
    private final OperatorConfig config;
    private final MoneyConfig money;
    private final Verifier verifier;
    private final Corrections corrections;
    private final Audit audit;
    private final WithdrawalHold hold;
    private final MoneyOut moneyOut;
    private final Idempotency idempotency;
    private final Caller caller;

    @Inject
    OperatorActionResource(
            Operators operators,
            OperatorRepository repository,
            OperatorConfig config,
            MoneyConfig money,
            Verifier verifier,
            Corrections corrections,
            Audit audit,
            WithdrawalHold hold,
            MoneyOut moneyOut,
            Idempotency idempotency,
            Caller caller) {
        this.operators = operators;
        this.repository = repository;
        this.config = config;
        this.money = money;
        this.verifier = verifier;
        this.corrections = corrections;
        this.audit = audit;
        this.hold = hold;
        this.moneyOut = moneyOut;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @Schema(name = "Reason", requiredProperties = "reason")
    record Reason(@Nullable String reason) {}

    @Schema(
            name = "NewCorrection",
            requiredProperties = {"movement", "reason"})
    record NewCorrection(@Nullable Long movement, @Nullable String reason) {}

    /// @param amount points
    @Schema(
            name = "NewGrant",
            requiredProperties = {"user", "amount", "reason"})
    record NewGrant(
            @Nullable UUID user,
            @Nullable Long amount,
            @Nullable String reason) {}

    @POST
    @Path("/accounts/{user}/freeze")
    @Operation(operationId = "freezeAccount", summary = "Let a wallet neither send nor claim")
    @APIResponse(responseCode = "204")
    public void freeze(@PathParam("user") String user, @Nullable Reason body) {
        setFrozen(Params.id(user), true, body);
    }

    @POST
    @Path("/accounts/{user}/unfreeze")
    @Operation(operationId = "unfreezeAccount", summary = "Let a wallet send and claim again")
    @APIResponse(responseCode = "204")
    public void unfreeze(@PathParam("user") String user, @Nullable Reason body) {
        setFrozen(Params.id(user), false, body);
    }

    @POST
    @Path("/corrections")
    @Operation(operationId = "reverseMovement", summary = "Give money back to who paid it, by a counter-movement")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Corrections.Done.class)))
    @APIResponse(responseCode = "409", description = "`insufficient-funds`, `already-answered`")
    public Response reverse(@Nullable NewCorrection body) {
        UUID operator = operators.require(caller);
        NewCorrection asked = Check.body(body);
        Check check = new Check();
        long movement = check.number("movement", asked.movement(), 1, Long.MAX_VALUE);
        String reason = reason(check, asked.reason());
        check.end();
        moneyOut.requireSession(caller);
        return Response.status(201)
                .entity(corrections.reverse(operator, movement, reason))
                .build();
    }

    @POST
    @Path("/grants")
    @Operation(operationId = "grantPoints", summary = "Give points to a user, where points are what moves")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Corrections.Given.class)))
    @APIResponse(responseCode = "409", description = "`idempotency-conflict`")
    public Response grant(@HeaderParam("Idempotency-Key") @Nullable String key, @Nullable NewGrant body) {
        UUID operator = operators.require(caller);
        if (money.mode() != MoneyConfig.Mode.POINTS) {
            throw new ProblemException(ProblemCode.FORBIDDEN);
        }
        NewGrant asked = Check.body(body);
        Check check = new Check();
        UUID user = asked.user();
        check.that(user != null, "user", "value.required");
        long amount = check.number("amount", asked.amount(), 1, config.mostGranted());
        String reason = reason(check, asked.reason());
        check.end();
        UUID named = Objects.requireNonNull(user);
        moneyOut.requireSession(caller);
        if (repository.account(named, money.zone()).isEmpty()) {
            throw new ProblemException(ProblemCode.NOT_FOUND);
        }
        Idempotency.Call call = idempotency.call(operator, key, "grant", named, amount, reason);
        return Response.status(201)
                .entity(corrections.grant(operator, named, amount, reason, call))
                .build();
    }

    @POST
    @Path("/verification/resume")
    @Operation(operationId = "resumePayouts", summary = "Let payouts go on after a mismatch has been cleared up")
    @APIResponse(responseCode = "204")
    public void resume(@Nullable Reason body) {
        UUID operator = operators.require(caller);
        String reason = reason(body);
        moneyOut.requireSession(caller);
        QuarkusTransaction.requiringNew().run(() -> {
            verifier.resume();
            audit.note(operator, "payouts-resumed", null, reason, "");
        });
    }

    @POST
    @Path("/withdrawals/release")
    @Operation(
            operationId = "releaseWithdrawals",
            summary = "Let withdrawals go on after a restore, when the payments are compared with the provider's")
    @APIResponse(responseCode = "204")
    public void release(@Nullable Reason body) {
        UUID operator = operators.require(caller);
        String reason = reason(body);
        moneyOut.requireSession(caller);
        hold.release(operator, reason);
    }

    private void setFrozen(UUID user, boolean frozen, @Nullable Reason body) {
        UUID operator = operators.require(caller);
        String reason = reason(body);
        moneyOut.requireSession(caller);
        QuarkusTransaction.requiringNew().run(() -> {
            if (!repository.freeze(user, frozen)) {
                throw new ProblemException(ProblemCode.NOT_FOUND);
            }
            audit.note(operator, frozen ? "frozen" : "unfrozen", user, reason, "");
        });
    }

    private static String reason(@Nullable Reason body) {
        Check check = new Check();
        String reason = reason(check, Check.body(body).reason());
        check.end();
        return reason;
    }

    private static String reason(Check check, @Nullable String text) {
        check.that(text != null && !text.isBlank(), "reason", "value.required");
        return check.text("reason", text, MAX_REASON);
    }
}
