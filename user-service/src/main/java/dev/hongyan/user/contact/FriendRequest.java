package dev.hongyan.user.contact;

import dev.hongyan.contracts.user.FriendRequestAnswered;
import dev.hongyan.contracts.user.FriendRequested;
import dev.hongyan.contracts.user.UserEvent;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Somebody asks somebody for friendship.
@Entity
class FriendRequest {
    @Id
    private UUID id;

    private UUID sender;
    private UUID recipient;
    private @Nullable String message;

    private String state;

    private long version;
    private Instant createdAt;

    private Instant updatedAt;

    /// A request as both of its people see it.
    @Schema(name = "FriendRequest")
    record View(UUID id, UUID from, UUID to, @Nullable String message, State state, Instant createdAt) {}

    @SuppressWarnings("NullAway.Init")
    protected FriendRequest() {}

    FriendRequest(UUID id, UUID sender, UUID recipient, @Nullable String message, long version) {
        this.id = id;
        this.sender = sender;
        this.recipient = recipient;
        this.message = message;
        this.state = State.PENDING.text();
        this.version = version;
        this.createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        this.updatedAt = createdAt;
    }

    UUID id() {
        return id;
    }

    UUID sender() {
        return sender;
    }

    UUID recipient() {
        return recipient;
    }

    State state() {
        return State.of(state).orElseThrow();
    }

    Instant updatedAt() {
        return updatedAt;
    }

    long version() {
        return version;
    }

    void answer(State answer, long nextVersion) {
        state = answer.text();
        version = nextVersion;
        updatedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    View view() {
        return new View(id, sender, recipient, message, state(), createdAt);
    }

    FriendRequested requested() {
        return new FriendRequested(id, version, sender, recipient, message);
    }

    FriendRequestAnswered answered() {
        return new FriendRequestAnswered(id, version, sender, recipient, state() == State.ACCEPTED);
    }

    /// All that has been told of it.
    Stream<UserEvent> events() {
        return state() == State.PENDING ? Stream.of(requested()) : Stream.of(requested(), answered());
    }
}
