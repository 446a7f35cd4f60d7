package dev.hongyan.user.credential;

import dev.hongyan.kit.outbox.MessageClient.Change;
import dev.hongyan.user.account.Account;
import dev.hongyan.user.account.AccountService;
import dev.hongyan.user.account.NewAccount;
import dev.hongyan.user.session.Device;
import dev.hongyan.user.session.SessionService;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/// Opens accounts that sign in with a password.
@ApplicationScoped
public class RegistrationService {
    private final AccountService accounts;
    private final CredentialRepository credentials;
    private final SessionService sessions;
    private final Passwords passwords;

    @Inject
    RegistrationService(
            AccountService accounts, CredentialRepository credentials, SessionService sessions, Passwords passwords) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.sessions = sessions;
        this.passwords = passwords;
    }

    /// Opens an account without signing in.
    public Change<Account> open(NewAccount account, String password) {
        String hash = passwords.hash(password);
        return QuarkusTransaction.requiringNew().call(() -> insert(account, hash));
    }

    /// Opens an account and begins its first session, in one transaction; the hash is made before it.
    Change<SignIn> register(Register command) {
        accounts.refuseTaken(command.account());
        String hash = passwords.hash(command.password());
        return QuarkusTransaction.requiringNew().call(() -> {
            Change<Account> opened = insert(command.account(), hash);
            Device device = command.device();
            SignIn signIn = new SignIn(opened.result().ownProfile(), sessions.begin(opened.result(), device));
            return new Change<>(signIn, opened.events());
        });
    }

    private Change<Account> insert(NewAccount command, String hash) {
        Change<Account> opened = accounts.open(command);
        credentials.persist(new Credential(opened.result().id(), hash));
        return opened;
    }
}
