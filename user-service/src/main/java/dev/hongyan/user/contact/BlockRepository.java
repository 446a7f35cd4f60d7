package dev.hongyan.user.contact;

import dev.hongyan.kit.outbox.EventSource;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// SQL of blocks.
@ApplicationScoped
class BlockRepository implements PanacheRepositoryBase<Block, Block.Key>, EventSource {
    private static final UUID LOWEST = new UUID(0, 0);

    Optional<Block> find(UUID owner, UUID blocked) {
        return findByIdOptional(new Block.Key(owner, blocked));
    }

    boolean isBlocked(UUID owner, UUID user) {
        return find(owner, user).filter(Block::active).isPresent();
    }

    /// By the id of the blocked user.
    List<Block> listActive(UUID owner, @Nullable UUID after, int limit) {
        return find("owner = ?1 and active and blocked > ?2 order by blocked", owner, after == null ? LOWEST : after)
                .range(0, limit - 1)
                .list();
    }

    @Override
    public Page changed(Span span, Instant at) {
        List<Block> rows = list("updatedAt >= ?1 and updatedAt < ?2 order by updatedAt" + FIRST_ROWS, at, span.to());
        return Page.of(rows, block -> Stream.of(block.changed()), Block::updatedAt);
    }
}
