package dev.hongyan.group.person;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.kit.identity.ServiceToken;
import dev.hongyan.kit.identity.UserServiceClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Asks user-service who somebody is.
@ApplicationScoped
class UserClient {
    private final UserServiceClient userService;
    private final ServiceToken serviceToken;

    @Inject
    UserClient(UserServiceClient userService, ServiceToken serviceToken) {
        this.userService = userService;
        this.serviceToken = serviceToken;
    }

    /// Those of them who exist, in no order.
    ///
    /// @throws UncheckedIOException when user-service cannot be reached; a caller is answered 503 then
    List<Known> find(Collection<UUID> ids, Collection<String> usernames) {
        try {
            JsonNode answer =
                    userService.users(Map.of("ids", ids, "usernames", usernames), serviceToken.authorization());
            List<Known> found = new ArrayList<>();
            for (JsonNode item : answer.path("items")) {
                found.add(new Known(
                        UUID.fromString(item.path("id").asText()),
                        item.path("version").asLong(),
                        item.path("username").asText(),
                        item.path("displayName").asText(),
                        item.path("avatarUrl").isTextual()
                                ? item.path("avatarUrl").asText()
                                : null));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
