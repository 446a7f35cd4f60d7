package dev.hongyan.group.joining;

import dev.hongyan.kit.outbox.EventSource;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// SQL of requests to join.
@ApplicationScoped
class JoinRequestRepository implements PanacheRepositoryBase<JoinRequest, UUID>, EventSource {
    private static final UUID HIGHEST = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");

    Optional<JoinRequest> find(UUID group, UUID id) {
        return find("id = ?1 and groupId = ?2", id, group).singleResultOptional();
    }

    List<JoinRequest> listPending(UUID group, Collection<UUID> users) {
        return users.isEmpty()
                ? List.of()
                : list("groupId = ?1 and userId in ?2 and state = 'pending' order by userId", group, users);
    }

    /// Newest first.
    List<JoinRequest> listPending(UUID group, @Nullable UUID before, int limit) {
        UUID below = before == null ? HIGHEST : before;
        return find("groupId = ?1 and id < ?2 and state = 'pending' order by id desc", group, below)
                .range(0, limit - 1)
                .list();
    }

    @Override
    public Page changed(Span span, Instant at) {
        List<JoinRequest> rows =
                list("updatedAt >= ?1 and updatedAt < ?2 order by updatedAt" + FIRST_ROWS, at, span.to());
        return Page.of(rows, JoinRequest::events, JoinRequest::updatedAt);
    }
}
