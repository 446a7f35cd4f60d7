package dev.hongyan.user.credential;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.user.account.Account;
import dev.hongyan.user.account.AccountService;
import dev.hongyan.user.limit.RateLimits;
import dev.hongyan.user.limit.Rule;
import dev.hongyan.user.session.EndReason;
import dev.hongyan.user.session.SessionService;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;

/// Compares passwords, and changes them.
@ApplicationScoped
class LoginService {
    private final CredentialRepository credentials;
    private final AccountService accounts;
    private final SessionService sessions;
    private final Passwords passwords;
    private final RateLimits limits;
    private final MeterRegistry metrics;

    @Inject
    LoginService(
            CredentialRepository credentials,
            AccountService accounts,
            SessionService sessions,
            Passwords passwords,
            RateLimits limits,
            MeterRegistry metrics) {
        this.credentials = credentials;
        this.accounts = accounts;
        this.sessions = sessions;
        this.passwords = passwords;
        this.limits = limits;
        this.metrics = metrics;
    }

    /// A hash that was just found to match, and the one to store instead if it is outdated.
    private record Verified(UUID account, String hash, Optional<String> better) {}

    /// Signs in. An unknown login costs the same time and gets the same answer as a wrong password.
    SignIn logIn(LogIn command) {
        Optional<Credential> found =
                QuarkusTransaction.requiringNew().call(() -> credentials.findByLogin(command.login()));
        Verified verified = verify(found, command.password(), command.login(), command.address());
        return QuarkusTransaction.requiringNew().call(() -> {
            Credential credential = lock(verified);
            verified.better().ifPresent(credential::rehash);
            Account account = accounts.get(verified.account());
            return new SignIn(account.ownProfile(), sessions.begin(account, command.device()));
        });
    }

    /// Changes the password; all other sessions end.
    void changePassword(ChangePassword command) {
        String user = command.user().toString();
        Optional<Credential> found =
                QuarkusTransaction.requiringNew().call(() -> credentials.findByIdOptional(command.user()));
        Verified verified = verify(found, command.current(), user, command.address());
        String hash = passwords.hash(command.replacement());
        QuarkusTransaction.requiringNew().run(() -> {
            lock(verified).change(hash);
            sessions.endOthers(command.user(), command.session(), EndReason.PASSWORD_CHANGED);
        });
    }

    /// @param current     the password until now
    /// @param replacement the password from now on, checked
    /// @param session     the one that goes on
    record ChangePassword(UUID user, UUID session, String current, String replacement, String address) {}

    private Verified verify(Optional<Credential> found, String password, String login, String address) {
        String pair = address + ' ' + login;
        limits.take(Rule.LOGIN_FAILURE_OF_ACCOUNT, pair);
        limits.take(Rule.LOGIN_FAILURE, address);
        String hash = found.map(Credential::passwordHash).orElseGet(passwords::dummy);
        boolean matches = passwords.matches(password, hash);
        if (!matches || found.isEmpty()) {
            throw wrong(found.isEmpty() ? "unknown-login" : "wrong-password");
        }
        limits.giveBack(Rule.LOGIN_FAILURE_OF_ACCOUNT, pair);
        limits.giveBack(Rule.LOGIN_FAILURE, address);
        Optional<String> better = passwords.isOutdated(hash) ? Optional.of(passwords.hash(password)) : Optional.empty();
        return new Verified(found.get().account(), hash, better);
    }

    /// The hash was compared outside of this transaction; should it have changed since, the comparison is worth
    /// nothing.
    private Credential lock(Verified verified) {
        return credentials
                .lock(verified.account())
                .filter(credential -> credential.passwordHash().equals(verified.hash()))
                .orElseThrow(() -> wrong("password-changed-meanwhile"));
    }

    private ProblemException wrong(String reason) {
        metrics.counter("im_auth_fail", "reason", reason).increment();
        return new ProblemException(ProblemCode.WRONG_CREDENTIALS);
    }
}
