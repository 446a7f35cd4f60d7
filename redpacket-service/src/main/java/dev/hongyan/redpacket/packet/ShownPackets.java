package dev.hongyan.redpacket.packet;

import dev.hongyan.contracts.message.Append;
import dev.hongyan.redpacket.talk.Shown;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// The messages of packets.
@ApplicationScoped
class ShownPackets implements Shown {
    private final PacketRepository packets;
    private final Announcement announcement;

    @Inject
    ShownPackets(PacketRepository packets, Announcement announcement) {
        this.packets = packets;
        this.announcement = announcement;
    }

    @Override
    public String kind() {
        return "packet";
    }

    @Override
    public Map<UUID, Append> messages(List<UUID> ids) {
        return packets.list(ids).stream().collect(Collectors.toMap(Packet::id, announcement::message));
    }
}
