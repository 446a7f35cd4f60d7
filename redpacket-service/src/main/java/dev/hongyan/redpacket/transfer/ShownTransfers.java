package dev.hongyan.redpacket.transfer;

import dev.hongyan.contracts.message.Append;
import dev.hongyan.redpacket.talk.Shown;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// The messages of transfers.
@ApplicationScoped
class ShownTransfers implements Shown {
    private final TransferRepository transfers;
    private final TransferService service;

    @Inject
    ShownTransfers(TransferRepository transfers, TransferService service) {
        this.transfers = transfers;
        this.service = service;
    }

    @Override
    public String kind() {
        return "transfer";
    }

    @Override
    public Map<UUID, Append> messages(List<UUID> ids) {
        return transfers.list(ids).stream().collect(Collectors.toMap(Transfer::id, service::message));
    }
}
