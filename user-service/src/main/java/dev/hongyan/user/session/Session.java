package dev.hongyan.user.session;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/// A device that is or was signed in. Read only: its times are the database's, so SQL writes it.
@Entity
class Session {
    @Id
    private UUID id;

    private UUID account;
    private String deviceName;
    private String devicePlatform;
    private Instant createdAt;
    private Instant lastUsedAt;
    private Instant expiresAt;

    @SuppressWarnings("NullAway.Init")
    protected Session() {}

    UUID id() {
        return id;
    }

    UUID account() {
        return account;
    }

    SessionView view(UUID current) {
        return new SessionView(id, deviceName, devicePlatform, createdAt, lastUsedAt, expiresAt, id.equals(current));
    }
}
