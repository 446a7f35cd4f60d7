package dev.hongyan.group.joining;

import dev.hongyan.contracts.group.GroupEvent;
import dev.hongyan.contracts.group.JoinRequestAnswered;
import dev.hongyan.contracts.group.JoinRequested;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Somebody asks to become a member of a group.
@Entity
class JoinRequest {
    @Id
    private UUID id;

    private UUID groupId;
    private UUID userId;
    private @Nullable String message;
    private String state;
    private List<UUID> recipients;
    private @Nullable UUID actor;
    private long version;
    private Instant createdAt;
    private Instant updatedAt;

    /// A request as its author and the admins see it.
    @Schema(name = "JoinRequest")
    record View(UUID id, UUID group, UUID user, @Nullable String message, RequestState state, Instant createdAt) {}

    @SuppressWarnings("NullAway.Init")
    protected JoinRequest() {}

    JoinRequest(UUID id, UUID groupId, UUID userId, @Nullable String message, List<UUID> recipients, long version) {
        this.id = id;
        this.groupId = groupId;
        this.userId = userId;
        this.message = message;
        this.state = RequestState.PENDING.text();
        this.recipients = recipients;
        this.version = version;
        this.createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        this.updatedAt = createdAt;
    }

    UUID id() {
        return id;
    }

    UUID group() {
        return groupId;
    }

    UUID user() {
        return userId;
    }

    RequestState state() {
        return RequestState.of(state);
    }

    long version() {
        return version;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    void answer(RequestState answer, UUID who, long nextVersion) {
        state = answer.text();
        actor = who;
        version = nextVersion;
        updatedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    View view() {
        return new View(id, groupId, userId, message, state(), createdAt);
    }

    JoinRequested requested() {
        return new JoinRequested(groupId, id, version, userId, message, recipients);
    }

    /// @throws IllegalStateException while it is pending
    JoinRequestAnswered answered() {
        if (actor == null) {
            throw new IllegalStateException("nobody has answered");
        }
        return new JoinRequestAnswered(groupId, id, version, userId, actor, state() == RequestState.APPROVED);
    }

    /// All that has been told of it.
    Stream<GroupEvent> events() {
        return state() == RequestState.PENDING ? Stream.of(requested()) : Stream.of(requested(), answered());
    }
}
