package dev.hongyan.redpacket.payment;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.redpacket.ledger.Account;
import dev.hongyan.redpacket.ledger.Ledger;
import dev.hongyan.redpacket.ledger.Movement;
import dev.hongyan.redpacket.ledger.SetAside;
import dev.hongyan.redpacket.payment.Payment.Kind;
import dev.hongyan.redpacket.payment.Payment.State;
import dev.hongyan.redpacket.wallet.Idempotency;
import dev.hongyan.redpacket.wallet.Limits;
import dev.hongyan.redpacket.wallet.MoneyConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Top-ups and withdrawals. What is withdrawn leaves the wallet at once and waits in suspense until the provider has
/// paid it out, or comes back.
@ApplicationScoped
class PaymentService {
    private static final Logger LOG = Logger.getLogger(PaymentService.class);
    private static final Duration BEGUN_BY_THEN = Duration.ofSeconds(10);

    private final PaymentRepository payments;
    private final PaymentProvider provider;
    private final PaymentConfig config;
    private final MoneyConfig money;
    private final Ledger ledger;
    private final Limits limits;
    private final Idempotency idempotency;
    private final Disputes disputes;
    private final SetAside setAside;
    private final WithdrawalHold hold;

    @Inject
    PaymentService(
            PaymentRepository payments,
            PaymentProvider provider,
            PaymentConfig config,
            MoneyConfig money,
            Ledger ledger,
            Limits limits,
            Idempotency idempotency,
            Disputes disputes,
            SetAside setAside,
            WithdrawalHold hold) {
        this.payments = payments;
        this.provider = provider;
        this.config = config;
        this.money = money;
        this.ledger = ledger;
        this.limits = limits;
        this.idempotency = idempotency;
        this.disputes = disputes;
        this.setAside = setAside;
        this.hold = hold;
        if (config.provider().filter(name -> !name.equals(provider.name())).isPresent()) {
            throw new IllegalArgumentException("hongyan.payment.provider is `" + provider.name() + "` or not set");
        }
    }

    /// Refuses while only points are moved, or where nobody pays in or out.
    void requireProvider() {
        if (money.mode() == MoneyConfig.Mode.POINTS) {
            throw new ProblemException(ProblemCode.POINTS_ONLY);
        }
        if (!isProvider(provider.name())) {
            throw new ProblemException(ProblemCode.NO_PAYMENT_PROVIDER);
        }
    }

    /// Whether that is the provider that is set up.
    boolean isProvider(String name) {
        return config.provider().filter(name::equals).isPresent();
    }

    /// Makes a payment and begins it at the provider. Refusals of a withdrawal: `insufficient-funds`, `account-frozen`,
    /// `payouts-stopped`.
    Idempotency.Earlier create(Idempotency.Call call, Kind kind, long amount) {
        UUID id = Ids.v7();
        ledger.openWallets(List.of(call.owner()));
        boolean taken = QuarkusTransaction.requiringNew().call(() -> {
            if (!idempotency.take(call, id)) {
                return false;
            }
            payments.insert(id, call.owner(), kind, amount, money.currency(), provider.name());
            if (kind == Kind.WITHDRAWAL) {
                hold.requireOff();
                setAside(id, call.owner(), amount);
            }
            return true;
        });
        return taken ? begin(call, id) : repeat(call, idempotency.first(call));
    }

    /// What an earlier call with the same key has made.
    Idempotency.Earlier repeat(Idempotency.Call call, Idempotency.Earlier earlier) {
        return earlier.answer() != null ? earlier : begin(call, earlier.subject());
    }

    private void setAside(UUID id, UUID owner, long amount) {
        Ledger.Locked books = ledger.lock(List.of(owner));
        books.requireRunning();
        limits.requireFunds(books.account(owner), amount);
        ledger.post(List.of(new Movement(id, Movement.Kind.WITHDRAWAL, owner, owner, Account.SUSPENSE, amount)));
    }

    private Idempotency.Earlier begin(Idempotency.Call call, UUID id) {
        Payment payment = payments.find(id).orElseThrow();
        begin(payment);
        Payment now = payments.find(id).orElseThrow();
        return idempotency.answered(call, id, 201, now.view());
    }

    private void begin(Payment payment) {
        if (payment.state() != State.PENDING || payment.reference() != null) {
            return;
        }
        if (payment.kind() == Kind.WITHDRAWAL && hold.isOn()) {
            return; // The sweep begins it when it is over.
        }
        PaymentProvider.Begun begun = provider.begin(new PaymentProvider.Order(
                payment.id(), payment.kind() == Kind.TOP_UP, payment.amount(), payment.currency()));
        begun.outcome()
                .ifPresentOrElse(
                        succeeded -> settle(new PaymentProvider.Notice(
                                payment.id(), begun.reference(), payment.amount(), payment.currency(), succeeded)),
                        () -> payments.note(payment.id(), begun.reference()));
    }

    /// A payment of that user's.
    Payment get(UUID id, UUID owner) {
        return payments.find(id)
                .filter(payment -> payment.owner().equals(owner))
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
    }

    /// Books what the provider says. Bears repeats; a top-up that succeeds late is booked all the same, any other
    /// contradiction, and another amount than was asked for, changes nothing and is disputed.
    void settle(PaymentProvider.Notice notice) {
        Optional<Disputes.Reason> disputed = QuarkusTransaction.requiringNew().call(() -> bookOrDispute(notice));
        disputed.ifPresent(disputes::count);
    }

    private Optional<Disputes.Reason> bookOrDispute(PaymentProvider.Notice notice) {
        UUID id = notice.payment();
        State outcome = outcome(notice.succeeded());
        Payment payment = payments.lock(id).orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
        if (notice.amount() != payment.amount() || !notice.currency().equals(payment.currency())) {
            String told = outcome.wireName() + " with " + notice.amount() + " " + notice.currency();
            disputes.note(Disputes.Reason.AMOUNT_DIFFERS, id, told);
            return Optional.of(Disputes.Reason.AMOUNT_DIFFERS);
        }
        boolean late = payment.kind() == Kind.TOP_UP && payment.state() == State.FAILED && outcome == State.SUCCEEDED;
        if (payment.state() == State.PENDING || late) {
            book(payment, notice.succeeded());
            payments.settle(id, notice.reference(), outcome);
        } else if (payment.state() != outcome) {
            disputes.note(Disputes.Reason.CONTRADICTED, id, "now " + outcome.wireName());
            return Optional.of(Disputes.Reason.CONTRADICTED);
        }
        return Optional.empty();
    }

    private static State outcome(boolean succeeded) {
        return succeeded ? State.SUCCEEDED : State.FAILED;
    }

    private void book(Payment payment, boolean succeeded) {
        UUID owner = payment.owner();
        Ledger.Locked books = ledger.lock(List.of(owner));
        books.requireRunning();
        long amount = payment.amount();
        if (payment.kind() == Kind.TOP_UP) {
            if (succeeded) {
                ledger.post(
                        List.of(new Movement(payment.id(), Movement.Kind.TOP_UP, owner, Account.FLOAT, owner, amount)));
            }
        } else if (succeeded) {
            ledger.post(List.of(new Movement(
                    payment.id(), Movement.Kind.WITHDRAWAL_PAID, owner, Account.SUSPENSE, Account.FLOAT, amount)));
        } else {
            ledger.post(List.of(new Movement(
                    payment.id(), Movement.Kind.WITHDRAWAL_FAILED, owner, Account.SUSPENSE, owner, amount)));
        }
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        orWarn("given up", () -> payments.giveUp(config.patience()));
        orWarn(
                "begun",
                () -> payments.listNotBegun(BEGUN_BY_THEN, hold.isOn(), setAside.ids())
                        .forEach(this::beginOrSetAside));
    }

    private void beginOrSetAside(Payment payment) {
        try {
            begin(payment);
        } catch (RuntimeException e) {
            setAside.add("payment", payment.id(), e);
        }
    }

    private static void orWarn(String done, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.warnf("payments not %s, cause=%s", done, e.toString());
        }
    }
}
