package dev.hongyan.user.credential;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.user.account.Account;
import dev.hongyan.user.account.AccountService;
import dev.hongyan.user.limit.LimitConfig;
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
    private final LimitConfig limitConfig;
    private final MeterRegistry metrics;

    @Inject
    LoginService(
            CredentialRepository credentials,
            AccountService accounts,
            SessionService sessions,
            Passwords passwords,
            RateLimits limits,
            LimitConfig limitConfig,
            MeterRegistry metrics) {
        this.credentials = credentials;
        this.accounts = accounts;
        this.sessions = sessions;
        this.passwords = passwords;
        this.limits = limits;
        this.limitConfig = limitConfig;
        this.metrics = metrics;
    }

    /// A hash that was just found to match, and the one to store instead if it is outdated.
    private record Verified(UUID account, String hash, Optional<String> better) {}

    /// Signs in. An unknown login costs the same time and gets the same answer as a wrong password.
    SignIn logIn(LogIn command) {
        Optional<Credential> found =
                QuarkusTransaction.requiringNew().call(() -> credentials.findByLogin(command.login()));
        Verified verified = verify(found, command.password(), command.login(), command.address())
                .orElseThrow(LoginService::wrongCredentials);
        return QuarkusTransaction.requiringNew().call(() -> {
            Credential credential = lock(verified).orElseThrow(LoginService::wrongCredentials);
            verified.better().ifPresent(credential::rehash);
            Account account = accounts.get(verified.account());
            return new SignIn(account.ownProfile(), sessions.begin(account, command.device()));
        });
    }

    /// Changes the password; all other sessions end. A wrong one is no refusal of the session: a client that took it
    /// for one would sign in anew and repeat.
    void changePassword(ChangePassword command) {
        String user = command.user().toString();
        Optional<Credential> found =
                QuarkusTransaction.requiringNew().call(() -> credentials.findByIdOptional(command.user()));
        Verified verified =
                verify(found, command.current(), user, command.address()).orElseThrow(LoginService::wrongCurrent);
        String hash = passwords.hash(command.replacement());
        QuarkusTransaction.requiringNew().run(() -> {
            lock(verified).orElseThrow(LoginService::wrongCurrent).change(hash);
            sessions.endOthers(command.user(), command.session(), EndReason.PASSWORD_CHANGED);
        });
    }

    /// @param current     the password until now
    /// @param replacement the password from now on, checked
    /// @param session     the one that goes on
    record ChangePassword(UUID user, UUID session, String current, String replacement, String address) {}

    /// Nothing when the password is wrong. That alone counts as a failure; the address is looked at first, so that one
    /// that is out of tries uses up none of an account.
    private Optional<Verified> verify(Optional<Credential> found, String password, String login, String address) {
        String pair = address + ' ' + login;
        return limits.countEmpty(
                Rule.LOGIN_FAILURE,
                address,
                limitConfig.loginsAtOnce(),
                () -> limits.countEmpty(
                        Rule.LOGIN_FAILURE_OF_ACCOUNT,
                        pair,
                        limitConfig.loginsOfAccountAtOnce(),
                        () -> compare(found, password)));
    }

    private Optional<Verified> compare(Optional<Credential> found, String password) {
        String hash = found.map(Credential::passwordHash).orElseGet(passwords::dummy);
        boolean matches = passwords.matches(password, hash);
        if (!matches || found.isEmpty()) {
            countRefusal(found.isEmpty() ? "unknown-login" : "wrong-password");
            return Optional.empty();
        }
        Optional<String> better = passwords.isOutdated(hash) ? Optional.of(passwords.hash(password)) : Optional.empty();
        return Optional.of(new Verified(found.get().account(), hash, better));
    }

    /// The hash was compared outside of this transaction; should it have changed since, the comparison is worth
    /// nothing.
    private Optional<Credential> lock(Verified verified) {
        Optional<Credential> credential = credentials
                .lock(verified.account())
                .filter(locked -> locked.passwordHash().equals(verified.hash()));
        if (credential.isEmpty()) {
            countRefusal("password-changed-meanwhile");
        }
        return credential;
    }

    private void countRefusal(String reason) {
        metrics.counter("im_auth_fail", "reason", reason).increment();
    }

    private static ProblemException wrongCredentials() {
        return new ProblemException(ProblemCode.WRONG_CREDENTIALS);
    }

    private static ProblemException wrongCurrent() {
        return ProblemException.invalid("current", "password.wrong");
    }
}
