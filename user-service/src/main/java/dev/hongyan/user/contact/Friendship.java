package dev.hongyan.user.contact;

import dev.hongyan.contracts.user.FriendshipChanged;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One side of a friendship: `friend` on the list of `owner`.
@Entity
@IdClass(Friendship.Key.class)
class Friendship {
    @Id
    private UUID owner;

    @Id
    private UUID friend;

    private boolean friends;
    private @Nullable String alias;
    private List<String> tags;
    private Instant since;
    private long version;

    private Instant updatedAt;

    record Key(UUID owner, UUID friend) {}

    @SuppressWarnings("NullAway.Init")
    protected Friendship() {}

    Friendship(Key key, long version) {
        this.owner = key.owner();
        this.friend = key.friend();
        this.friends = true;
        this.tags = List.of();
        this.version = version;
        this.since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        this.updatedAt = since;
    }

    UUID friend() {
        return friend;
    }

    boolean friends() {
        return friends;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    long version() {
        return version;
    }

    @Nullable
    String alias() {
        return alias;
    }

    List<String> tags() {
        return tags;
    }

    Instant since() {
        return since;
    }

    void set(boolean nowFriends, long nextVersion) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        friends = nowFriends;
        since = nowFriends ? now : since;
        version = nextVersion;
        updatedAt = now;
    }

    /// Names are the owner's own affair: no version, no event.
    void label(@Nullable String newAlias, List<String> newTags) {
        alias = newAlias;
        tags = newTags;
    }

    FriendshipChanged changed() {
        return new FriendshipChanged(owner, friend, version, friends);
    }
}
