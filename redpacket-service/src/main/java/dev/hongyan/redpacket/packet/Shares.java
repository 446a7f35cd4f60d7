package dev.hongyan.redpacket.packet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hongyan.redpacket.draw.Draw;
import dev.hongyan.redpacket.draw.Seeds;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.UUID;

/// The shares of packets in the order of their claims. Computed from the seed; those of packets that are
/// claimed from now are kept in memory, and nowhere else.
@ApplicationScoped
class Shares {
    private static final long MOST_KEPT = 200_000;

    private final Seeds seeds;
    private final Cache<UUID, long[]> kept = Caffeine.newBuilder()
            .maximumWeight(MOST_KEPT)
            .<UUID, long[]>weigher((_, shares) -> shares.length)
            .build();

    @Inject
    Shares(Seeds seeds) {
        this.seeds = seeds;
    }

    /// Never to be changed.
    long[] of(Packet packet) {
        return kept.get(packet.id(), _ -> draw(packet));
    }

    private long[] draw(Packet packet) {
        return switch (packet.kind()) {
            case LUCKY ->
                Draw.shares(
                        seeds.decrypt(packet.id(), packet.seed()),
                        packet.id(),
                        packet.total(),
                        packet.count(),
                        Draw.MAX_SHARE);
            case EQUAL, EXCLUSIVE -> {
                long[] shares = new long[packet.count()];
                Arrays.fill(shares, packet.total() / packet.count());
                yield shares;
            }
        };
    }
}
