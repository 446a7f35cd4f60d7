package dev.hongyan.user.credential;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;

/// SQL of credentials.
@ApplicationScoped
class CredentialRepository implements PanacheRepositoryBase<Credential, UUID> {
    /// By username, e-mail or phone, as the account has them (lower case).
    Optional<Credential> findByLogin(String login) {
        return find("""
                        from Credential c join Account a on a.id = c.account
                        where a.username = ?1 or a.email = ?1 or a.phone = ?1""", login).firstResultOptional();
    }

    /// Locks the row, so that a sign-in and a change of the password come one after the other.
    Optional<Credential> lock(UUID account) {
        return findByIdOptional(account, LockModeType.PESSIMISTIC_WRITE);
    }
}
