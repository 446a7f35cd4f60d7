package dev.hongyan.kit.identity;

import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/// Where the keys come from that verify tokens.
public interface KeySource {
    /// The key of that id, or null when there is none. Asked on event loops: never blocks.
    @Nullable
    PublicKey find(String keyId);

    /// Whether the keys are known at all; before that no token can be judged.
    default boolean isLoaded() {
        return true;
    }
}
