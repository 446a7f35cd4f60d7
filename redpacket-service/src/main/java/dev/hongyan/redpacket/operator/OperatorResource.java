package dev.hongyan.redpacket.operator;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.redpacket.ledger.Verifier;
import dev.hongyan.redpacket.payment.WithdrawalHold;
import dev.hongyan.redpacket.wallet.Check;
import dev.hongyan.redpacket.wallet.MoneyConfig;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What operators see of the money.
@Path("/api/operator/money")
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "operator")
class OperatorResource {
    private final Operators operators;
    private final OperatorRepository repository;
    private final OperatorConfig config;
    private final MoneyConfig money;
    private final Verifier verifier;
    private final WithdrawalHold hold;
    private final Caller caller;

    @Inject
    OperatorResource(
            Operators operators,
            OperatorRepository repository,
            OperatorConfig config,
            MoneyConfig money,
            Verifier verifier,
            WithdrawalHold hold,
            Caller caller) {
        this.operators = operators;
        this.repository = repository;
        this.config = config;
        this.money = money;
        this.verifier = verifier;
        this.hold = hold;
        this.caller = caller;
    }

    @Schema(name = "Verification")
    record Verification(
            boolean stopped,
            long mismatches,
            @Nullable String detail,
            @Nullable Instant checkedAt,
            long rounds,
            @Nullable Instant roundEndedAt) {}

    /// Amounts in fen.
    ///
    /// @param withdrawalsHeld since a restore, until an operator releases them
    @Schema(name = "MoneyOverview")
    record Overview(
            String currency,
            String mode,
            @JsonProperty("float") long floatAmount,
            long suspense,
            long wallets,
            long escrow,
            long pendingPackets,
            long pendingPayments,
            long refundLagSeconds,
            boolean withdrawalsHeld,
            Verification verification) {}

    @Schema(name = "OperatorPaymentPage")
    record PaymentPage(
            List<OperatorRepository.PaymentView> items,
            @Nullable String next) {}

    @Schema(name = "AuditPage")
    record AuditPage(
            List<OperatorRepository.AuditLine> items,
            @Nullable String next) {}

    @Schema(name = "SuspiciousList")
    record SuspiciousList(List<OperatorRepository.Suspicious> items) {}

    @GET
    @Operation(operationId = "getMoneyOverview", summary = "Float, escrow, liabilities, refund lag and the verifier")
    public Overview overview() {
        operators.require(caller);
        Verifier.State state = verifier.state();
        OperatorRepository.Waiting waiting = repository.waiting();
        return new Overview(
                money.currency(),
                money.mode().name().toLowerCase(Locale.ROOT),
                state.floatAmount(),
                state.suspense(),
                state.wallets(),
                state.escrow(),
                waiting.packets(),
                waiting.payments(),
                waiting.lagSeconds(),
                hold.isOn(),
                new Verification(
                        state.stopped(),
                        state.mismatches(),
                        state.detail(),
                        state.checkedAt(),
                        state.rounds(),
                        state.roundEndedAt()));
    }

    @GET
    @Path("/payments")
    @Operation(operationId = "listPayments", summary = "Top-ups and withdrawals, newest first")
    public PaymentPage payments(
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        operators.require(caller);
        int count = Params.limit(limit);
        Check check = new Check();
        check.that(kind == null || List.of("top-up", "withdrawal").contains(kind), "kind", "value.choice");
        check.that(state == null || List.of("pending", "succeeded", "failed").contains(state), "state", "value.choice");
        check.end();
        var page = Params.page(
                repository.payments(kind, state, Params.cursorId(cursor), count + 1),
                count,
                OperatorRepository.PaymentView::id);
        return new PaymentPage(page.items(), page.next());
    }

    @GET
    @Path("/suspicious")
    @Operation(operationId = "listSuspicious", summary = "What looks odd among the claims of the last 24 hours")
    public SuspiciousList suspicious() {
        operators.require(caller);
        return new SuspiciousList(
                repository.suspicious(config.manyClaims(), config.ofOneSender(), config.largeReceipts()));
    }

    @GET
    @Path("/accounts/{user}")
    @Operation(operationId = "getAccount", summary = "A user's wallet")
    public OperatorRepository.AccountView account(@PathParam("user") String user) {
        operators.require(caller);
        return repository
                .account(Params.id(user), money.zone())
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
    }

    @GET
    @Path("/audit")
    @Operation(operationId = "listAudit", summary = "What operators did and what the system noticed, newest first")
    public AuditPage audit(@QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        operators.require(caller);
        int count = Params.limit(limit);
        var page = Params.page(
                repository.audit(Check.cursorNumber(cursor), count + 1), count, OperatorRepository.AuditLine::id);
        return new AuditPage(page.items(), page.next());
    }
}
