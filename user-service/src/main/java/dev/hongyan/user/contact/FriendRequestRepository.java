package dev.hongyan.user.contact;

import dev.hongyan.kit.outbox.EventSource;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// SQL of friend requests.
@ApplicationScoped
class FriendRequestRepository implements PanacheRepositoryBase<FriendRequest, UUID>, EventSource {
    private static final UUID HIGHEST = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");

    Optional<FriendRequest> findPending(UUID sender, UUID recipient) {
        return find("sender = ?1 and recipient = ?2 and state = ?3", sender, recipient, State.PENDING.text())
                .firstResultOptional();
    }

    /// As it is now, not as this transaction read it before it had the locks.
    FriendRequest getRefreshed(UUID id) {
        FriendRequest request = findById(id);
        getEntityManager().refresh(request);
        return request;
    }

    /// @param incoming those that the user got, or else those that he sent
    /// @param state    only those, or null for all
    /// @param before   the id of the last one on the page before, or null
    record Selection(
            UUID user,
            boolean incoming,
            @Nullable State state,
            @Nullable UUID before,
            int limit) {}

    /// Newest first.
    List<FriendRequest> list(Selection page) {
        UUID before = page.before() == null ? HIGHEST : page.before();
        String side = page.incoming() ? "recipient" : "sender";
        return page.state() == null
                ? find(side + " = ?1 and id < ?2 order by id desc", page.user(), before)
                        .range(0, page.limit() - 1)
                        .list()
                : find(
                                side + " = ?1 and id < ?2 and state = ?3 order by id desc",
                                page.user(),
                                before,
                                page.state().text())
                        .range(0, page.limit() - 1)
                        .list();
    }

    @Override
    public Page changed(Span span, Instant at) {
        List<FriendRequest> rows =
                list("updatedAt >= ?1 and updatedAt < ?2 order by updatedAt" + FIRST_ROWS, at, span.to());
        return Page.of(rows, FriendRequest::events, FriendRequest::updatedAt);
    }
}
