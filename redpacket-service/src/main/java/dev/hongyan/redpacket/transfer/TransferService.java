package dev.hongyan.redpacket.transfer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.message.Append;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.MessageType;
import dev.hongyan.contracts.redpacket.TransferState;
import dev.hongyan.kit.database.Versions;
import dev.hongyan.kit.outbox.Outbox;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.redpacket.ledger.Ledger;
import dev.hongyan.redpacket.ledger.Movement;
import dev.hongyan.redpacket.ledger.SetAside;
import dev.hongyan.redpacket.talk.Access;
import dev.hongyan.redpacket.talk.Conversations;
import dev.hongyan.redpacket.talk.Shown;
import dev.hongyan.redpacket.wallet.Idempotency;
import dev.hongyan.redpacket.wallet.Limits;
import dev.hongyan.redpacket.wallet.MoneyConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Makes transfers, brings their messages into the direct conversation, and ends those that nobody answered.
@ApplicationScoped
class TransferService implements Shown {
    private static final Logger LOG = Logger.getLogger(TransferService.class);
    private static final Duration LEFT_ALONE = Duration.ofSeconds(4);
    private static final int AT_ONCE = 100;

    private final TransferRepository transfers;
    private final TransferEnding ending;
    private final TransferConfig config;
    private final MoneyConfig money;
    private final Ledger ledger;
    private final Limits limits;
    private final Idempotency idempotency;
    private final SetAside setAside;
    private final Conversations conversations;
    private final Outbox outbox;
    private final Versions versions;
    private final ObjectMapper mapper;

    /// @param amount fen
    record NewTransfer(UUID to, long amount, String note) {}

    @Inject
    TransferService(
            TransferRepository transfers,
            TransferEnding ending,
            TransferConfig config,
            MoneyConfig money,
            Ledger ledger,
            Limits limits,
            Idempotency idempotency,
            SetAside setAside,
            Conversations conversations,
            Outbox outbox,
            Versions versions,
            ObjectMapper mapper) {
        this.transfers = transfers;
        this.ending = ending;
        this.config = config;
        this.money = money;
        this.ledger = ledger;
        this.limits = limits;
        this.idempotency = idempotency;
        this.setAside = setAside;
        this.conversations = conversations;
        this.outbox = outbox;
        this.versions = versions;
        this.mapper = mapper;
    }

    /// Makes a transfer. Refusals: those of a message to that person, `insufficient-funds`, `daily-limit-reached`,
    /// `account-frozen`.
    ///
    /// @param authorization of the sender, in whose name the conversation begins if need be
    Idempotency.Earlier create(Idempotency.Call call, NewTransfer command, String authorization) {
        UUID sender = call.owner();
        UUID conversation = Ids.direct(sender, command.to());
        Access access = conversations.access(conversation, List.of(sender));
        if (access.members().isEmpty()) {
            if (!conversations.beginDirect(authorization, command.to())) {
                throw ProblemException.invalid("to", "user.unknown");
            }
            access = conversations.access(conversation, List.of(sender));
        }
        access.requireWriter(sender);
        ledger.openWallets(List.of(sender));
        UUID id = Ids.v7();
        Transfer transfer = QuarkusTransaction.requiringNew().call(() -> fund(call, id, conversation, command));
        return transfer == null ? repeat(call, idempotency.first(call)) : announce(call, transfer);
    }

    /// What an earlier call with the same key has made.
    Idempotency.Earlier repeat(Idempotency.Call call, Idempotency.Earlier earlier) {
        return earlier.answer() != null
                ? earlier
                : announce(call, transfers.find(earlier.subject()).orElseThrow());
    }

    /// A transfer of which the user is a part.
    Transfer get(UUID id, UUID user) {
        return transfers
                .find(id)
                .filter(each -> each.sender().equals(user) || each.recipient().equals(user))
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
    }

    /// The recipient's answer; repeats the announcement first when it is missing.
    Transfer answer(UUID id, UUID user, TransferState answer) {
        Transfer transfer = get(id, user);
        if (transfer.state() == TransferState.PENDING) {
            attempt(transfer);
        }
        return ending.answer(id, user, answer);
    }

    /// Null when somebody who asks for the same was faster.
    private @Nullable Transfer fund(Idempotency.Call call, UUID id, UUID conversation, NewTransfer command) {
        if (!idempotency.take(call, id)) {
            return null;
        }
        UUID sender = call.owner();
        ledger.openEscrow(id);
        Ledger.Locked books = ledger.lock(List.of(sender, id));
        books.requireRunning();
        limits.requireSend(books.account(sender), command.amount());
        Transfer draft = new Transfer(
                id,
                conversation,
                sender,
                command.to(),
                command.amount(),
                money.currency(),
                command.note(),
                TransferState.PENDING,
                Ids.v7(),
                versions.first(),
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH);
        Transfer transfer = transfers.insert(draft, config.life());
        ledger.post(List.of(new Movement(id, Movement.Kind.TRANSFER_CREATE, sender, sender, id, command.amount())));
        outbox.append(transfer.changed());
        return transfer;
    }

    private Idempotency.Earlier announce(Idempotency.Call call, Transfer transfer) {
        Transfer now = transfer;
        if (transfer.state() == TransferState.PENDING) {
            Result result = attempt(transfer);
            if (result.refusal() != null) {
                throw result.refusal().exception();
            }
            now = result.transfer();
        }
        if (now.state() == TransferState.VOID) {
            throw new ProblemException(ProblemCode.UNAVAILABLE);
        }
        return idempotency.answered(call, now.id(), 201, now.view());
    }

    /// @param refusal why the message may not be there, when the transfer is void
    private record Result(Transfer transfer, Access.@Nullable Refusal refusal) {}

    /// One attempt to bring the message into the conversation, always under the same id; as with packets.
    private Result attempt(Transfer transfer) {
        boolean last = transfers.isOlder(transfer.id(), config.pending());
        AppendAnswer answer = conversations.append(message(transfer));
        return switch (answer) {
            case AppendAnswer.Stored _ -> new Result(activate(transfer.id()), null);
            case AppendAnswer.Refused refused ->
                giveUp(transfer, new Access.Refusal(refused.problem(), refused.until()));
            case AppendAnswer.Retry _ when last -> giveUp(transfer, new Access.Refusal(ProblemCode.UNAVAILABLE, null));
            case AppendAnswer.Retry _ -> new Result(transfer, null);
        };
    }

    @Override
    public String kind() {
        return "transfer";
    }

    @Override
    public Map<UUID, Append> messages(List<UUID> ids) {
        return transfers.list(ids).stream().collect(Collectors.toMap(Transfer::id, this::message));
    }

    /// The message that shows the transfer, always the same.
    private Append message(Transfer transfer) {
        var body = mapper.createObjectNode()
                .put("transfer", transfer.id().toString())
                .put("amount", transfer.amount())
                .put("currency", transfer.currency())
                .put("note", transfer.note());
        return conversations.message(
                transfer.conversation(), transfer.message(), transfer.sender(), MessageType.TRANSFER, body);
    }

    /// No refusal when another attempt has brought the message there meanwhile.
    private Result giveUp(Transfer transfer, Access.Refusal refusal) {
        Transfer ended = ending.makeVoid(transfer.id());
        return new Result(ended, ended.state() == TransferState.VOID ? refusal : null);
    }

    private Transfer activate(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Transfer transfer = transfers.lock(id).orElseThrow();
            if (transfer.state() != TransferState.PENDING) {
                return transfer;
            }
            Transfer waiting = transfers.update(id, TransferState.WAITING, versions.next(transfer.version()));
            outbox.append(waiting.changed());
            return waiting;
        });
    }

    /// All at once: each may take as long as message-service lets it wait.
    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void announcePending() {
        orWarn("announced", () -> {
            try (ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor()) {
                transfers
                        .listPending(LEFT_ALONE, AT_ONCE, setAside.ids())
                        .forEach(each -> attempts.execute(() -> attemptAgain(each)));
            }
        });
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void expireDue() {
        orWarn("expired", () -> {
            while (ending.expireOne()) {
                // The next one.
            }
        });
    }

    private void attemptAgain(Transfer transfer) {
        orWarn("announced", () -> {
            try {
                attempt(transfer);
            } catch (RuntimeException e) {
                setAside.add("transfer", transfer.id(), e);
            }
        });
    }

    private static void orWarn(String done, Runnable step) {
        try {
            step.run();
        } catch (ProblemException e) {
            LOG.warnf("transfers not %s, problem=%s", done, e.code().code());
        } catch (RuntimeException e) {
            LOG.warnf("transfers not %s, cause=%s", done, e.toString());
        }
    }
}
