package dev.hongyan.redpacket.packet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Packets about which nothing will change, with their claims: those who tap them still are answered without the
/// ledger. Of the others the conversation is kept, which never changes either.
@ApplicationScoped
class OverPackets {
    private static final long MOST_CLAIMS = 100_000;
    private static final long MOST_PACKETS = 20_000;

    private final PacketRepository packets;
    private final Cache<UUID, Over> over = Caffeine.newBuilder()
            .maximumWeight(MOST_CLAIMS)
            .<UUID, Over>weigher((_, each) -> 1 + each.claims().size())
            .build();
    private final Cache<UUID, UUID> conversations =
            Caffeine.newBuilder().maximumSize(MOST_PACKETS).build();

    /// @param claims by user
    record Over(Packet packet, Map<UUID, Claim> claims) {}

    @Inject
    OverPackets(PacketRepository packets) {
        this.packets = packets;
    }

    Optional<Over> find(UUID id) {
        return Optional.ofNullable(over.getIfPresent(id));
    }

    /// Remembers a packet that is over, when it is tapped again after its last change was committed.
    void remember(Packet packet) {
        if (over.getIfPresent(packet.id()) == null) {
            Map<UUID, Claim> claims =
                    packets.claims(packet.id()).stream().collect(Collectors.toMap(Claim::user, Function.identity()));
            over.put(packet.id(), new Over(packet, claims));
        }
    }

    /// The conversations of packets; those that do not exist are left out.
    Map<UUID, UUID> conversationsOf(Set<UUID> ids) {
        return conversations.getAll(
                ids,
                unknown -> packets.list(List.copyOf(unknown)).stream()
                        .collect(Collectors.toMap(Packet::id, Packet::conversation)));
    }
}
