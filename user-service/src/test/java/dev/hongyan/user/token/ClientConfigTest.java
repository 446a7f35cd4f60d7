package dev.hongyan.user.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ClientConfigTest {
    @Test
    void takesTheSecretOfAClientFromTheEnvironment() throws IOException {
        var file = Objects.requireNonNull(ClientConfig.class.getResource("/application.properties"));
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(ClientConfig.class)
                .withSources(
                        new PropertiesConfigSource(file, 250),
                        new EnvConfigSource(Map.of("HONGYAN_CLIENTS_PUSH_SERVICE_SECRET", "from outside"), 300))
                .build();

        ClientConfig clients = config.getConfigMapping(ClientConfig.class);

        assertThat(secret(clients, "push-service")).isEqualTo("from outside");
        assertThat(secret(clients, "message-service")).isEmpty();
    }

    private static String secret(ClientConfig clients, String id) {
        return Objects.requireNonNull(clients.byId().get(id)).secret().orElse("");
    }
}
