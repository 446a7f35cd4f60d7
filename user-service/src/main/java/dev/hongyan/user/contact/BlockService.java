package dev.hongyan.user.contact;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.kit.database.Versions;
import dev.hongyan.kit.outbox.Outbox;
import dev.hongyan.user.account.AccountService;
import dev.hongyan.user.account.Profile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Who refuses whose messages.
@ApplicationScoped
class BlockService {
    private final BlockRepository blocks;
    private final AccountService accounts;
    private final Outbox outbox;
    private final Versions versions;

    @Inject
    BlockService(BlockRepository blocks, AccountService accounts, Outbox outbox, Versions versions) {
        this.blocks = blocks;
        this.accounts = accounts;
        this.outbox = outbox;
        this.versions = versions;
    }

    /// Somebody whom the owner blocks.
    @Schema(name = "Blocked")
    record Blocked(Profile user, Instant since) {}

    /// Blocks, or tells again that it is so.
    @Transactional
    List<EventEnvelope> block(UUID owner, UUID user) {
        accounts.lockBoth(owner, user);
        Block block = blocks.find(owner, user).orElse(null);
        if (block == null) {
            block = new Block(new Block.Key(owner, user), versions.first());
            blocks.persist(block);
        }
        return set(block, true);
    }

    /// Unblocks, or tells again that it is so; there is nothing to tell of who never was blocked.
    @Transactional
    List<EventEnvelope> unblock(UUID owner, UUID user) {
        accounts.lockBoth(owner, user);
        return blocks.find(owner, user).map(block -> set(block, false)).orElse(List.of());
    }

    @Transactional
    List<Blocked> list(UUID owner, @Nullable UUID after, int limit) {
        List<Block> found = blocks.listActive(owner, after, limit);
        Map<UUID, Profile> profiles =
                accounts.profiles(found.stream().map(Block::blocked).toList());
        return found.stream()
                .map(block -> new Blocked(Objects.requireNonNull(profiles.get(block.blocked())), block.since()))
                .toList();
    }

    private List<EventEnvelope> set(Block block, boolean active) {
        if (block.active() != active) {
            block.set(active, versions.next(block.version()));
        }
        return outbox.append(block.changed());
    }
}
