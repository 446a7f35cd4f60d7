package dev.hongyan.redpacket.packet;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// A claim that waits for its outcome.
///
/// @param outcome tells two claims of the same user apart
record Claiming(UUID packet, UUID user, CompletableFuture<Outcome> outcome) {
    Claiming(UUID packet, UUID user) {
        this(packet, user, new CompletableFuture<>());
    }

    /// Whose claim it is: the same user has one on a packet, however often he asks.
    record Key(UUID packet, UUID user) {}

    Key key() {
        return new Key(packet, user);
    }
}
