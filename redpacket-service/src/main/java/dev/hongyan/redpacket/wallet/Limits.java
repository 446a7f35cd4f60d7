package dev.hongyan.redpacket.wallet;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.redpacket.ledger.Account;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/// What keeps a wallet from sending or claiming. Judged under its lock.
@ApplicationScoped
public class Limits {
    private final MoneyConfig config;

    @Inject
    Limits(MoneyConfig config) {
        this.config = config;
    }

    /// Refuses to send that much: frozen, too much for a day, or more than there is.
    public void requireSend(Account wallet, long amount) {
        requireUnfrozen(wallet);
        if (wallet.sends() >= config.sendsPerDay() || wallet.sent() + amount > config.sentPerDay()) {
            throw new ProblemException(ProblemCode.DAILY_LIMIT_REACHED);
        }
        requireFunds(wallet, amount);
    }

    /// Refuses to take out more than there is, or anything from a frozen wallet.
    public void requireFunds(Account wallet, long amount) {
        requireUnfrozen(wallet);
        if (wallet.balance() < amount) {
            throw new ProblemException(ProblemCode.INSUFFICIENT_FUNDS);
        }
    }

    /// Why the wallet may not claim, if it may not. The share itself is not asked for: a refusal would tell its
    /// size before it is taken. So the last claim of a day may go over the limit.
    ///
    /// @param amount what the same wallet has claimed before in this transaction
    /// @param more   how many claims these were
    public Optional<ProblemCode> refusesClaim(Account wallet, long amount, int more) {
        if (wallet.frozen()) {
            return Optional.of(ProblemCode.ACCOUNT_FROZEN);
        }
        boolean tooMuch = wallet.receipts() + more >= config.claimsPerDay()
                || wallet.received() + amount >= config.claimedPerDay();
        return tooMuch ? Optional.of(ProblemCode.DAILY_LIMIT_REACHED) : Optional.empty();
    }

    /// Refuses a frozen wallet.
    public void requireUnfrozen(Account wallet) {
        if (wallet.frozen()) {
            throw new ProblemException(ProblemCode.ACCOUNT_FROZEN);
        }
    }
}
