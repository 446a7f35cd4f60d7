package dev.hongyan.redpacket.wallet;

import dev.hongyan.kit.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.jspecify.annotations.Nullable;

/// What every call that moves money out of a wallet passes: a session that goes on, and the pay password if one is set.
@ApplicationScoped
public class MoneyOut {
    private final SessionCheck sessions;
    private final PayPasswords passwords;

    @Inject
    MoneyOut(SessionCheck sessions, PayPasswords passwords) {
        this.sessions = sessions;
        this.passwords = passwords;
    }

    /// Refuses a caller whose session has ended.
    @Transactional(TxType.NEVER)
    public void requireSession(Caller caller) {
        sessions.requireActive(caller.session());
    }

    /// Refuses a caller whose session has ended, and a missing or wrong pay password.
    @Transactional(TxType.NEVER)
    public void require(Caller caller, @Nullable String payPassword) {
        sessions.requireActive(caller.session());
        passwords.require(caller.user(), payPassword);
    }
}
