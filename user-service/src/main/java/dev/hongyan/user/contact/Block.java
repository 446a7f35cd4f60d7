package dev.hongyan.user.contact;

import dev.hongyan.contracts.user.BlockChanged;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// Whether `owner` refuses what `blocked` writes.
@Entity
@IdClass(Block.Key.class)
class Block {
    @Id
    private UUID owner;

    @Id
    private UUID blocked;

    private boolean active;
    private Instant since;
    private long version;

    private Instant updatedAt;

    record Key(UUID owner, UUID blocked) {}

    @SuppressWarnings("NullAway.Init")
    protected Block() {}

    Block(Key key, long version) {
        this.owner = key.owner();
        this.blocked = key.blocked();
        this.active = true;
        this.version = version;
        this.since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        this.updatedAt = since;
    }

    UUID blocked() {
        return blocked;
    }

    boolean active() {
        return active;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    long version() {
        return version;
    }

    Instant since() {
        return since;
    }

    void set(boolean nowActive, long nextVersion) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        active = nowActive;
        since = now;
        version = nextVersion;
        updatedAt = now;
    }

    BlockChanged changed() {
        return new BlockChanged(owner, blocked, version, active);
    }
}
