package dev.hongyan.push.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The origins whose pages may open sockets. A page of any other origin could use what the browser knows of the user.
@ApplicationScoped
class Origins {
    private final Set<String> allowed;

    @Inject
    Origins(@ConfigProperty(name = "hongyan.allowed-origins") List<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /// Whether a request with these `Origin` headers may pass: none at all (no browser), or one that is listed, letter
    /// by
    /// letter.
    boolean allow(List<String> origins) {
        return origins.isEmpty() || (origins.size() == 1 && allowed.contains(origins.getFirst()));
    }
}
