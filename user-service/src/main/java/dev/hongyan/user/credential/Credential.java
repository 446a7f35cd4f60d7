package dev.hongyan.user.credential;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/// What signs a person in.
@Entity
class Credential {
    @Id
    private UUID account;

    private String passwordHash;

    @SuppressWarnings("UnusedVariable") // read by SQL alone
    private Instant changedAt;

    @SuppressWarnings("NullAway.Init")
    protected Credential() {}

    Credential(UUID account, String passwordHash) {
        this.account = account;
        this.passwordHash = passwordHash;
        this.changedAt = Instant.now();
    }

    UUID account() {
        return account;
    }

    String passwordHash() {
        return passwordHash;
    }

    /// The same password at another cost.
    void rehash(String hash) {
        passwordHash = hash;
    }

    void change(String hash) {
        passwordHash = hash;
        changedAt = Instant.now();
    }
}
