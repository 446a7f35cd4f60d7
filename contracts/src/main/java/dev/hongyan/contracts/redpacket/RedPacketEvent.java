package dev.hongyan.contracts.redpacket;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.hongyan.contracts.DomainEvent;
import dev.hongyan.contracts.Topics;
import java.util.UUID;

/// A fact about a red packet or a transfer, published by redpacket-service. The key is the conversation that shows it.
public sealed interface RedPacketEvent extends DomainEvent permits PacketChanged, TransferChanged {
    /// The conversation that shows it.
    UUID conversation();

    @Override
    @JsonIgnore
    default Topics topic() {
        return Topics.REDPACKET;
    }

    @Override
    @JsonIgnore
    default String key() {
        return conversation().toString();
    }
}
