package dev.hongyan.user.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/// The services that may ask for a token.
@ConfigMapping(prefix = "hongyan.clients")
interface ClientConfig {
    /// By client id.
    @WithParentName
    Map<String, Client> byId();

    /// A service that may ask for a token.
    interface Client {
        /// Its secret; without one it is turned away.
        Optional<String> secret();
    }
}
