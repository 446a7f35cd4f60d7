package dev.hongyan.user.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hongyan.user.UserServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // injected
class AccessTokensTest extends UserServiceTest {
    @Inject
    SigningKeys keys;

    @ParameterizedTest
    @ValueSource(strings = {"PT10M0.001S", "P1D", "PT0S", "PT-1S"})
    void refusesALifeInWhichEndedSessionsAreForgotten(String life) {
        assertThatIllegalStateException()
                .isThrownBy(() -> living(Duration.parse(life)))
                .withMessageContaining("hongyan.access-token.life");
    }

    @Test
    void takesAnyLifeUpToTenMinutes() {
        assertThat(living(Duration.ofSeconds(1)).life()).isEqualTo(Duration.ofSeconds(1));
        assertThat(living(Duration.ofMinutes(10)).life()).isEqualTo(Duration.ofMinutes(10));
    }

    private AccessTokens living(Duration life) {
        return new AccessTokens(keys, "hongyan", "user-service", life, Duration.ofMinutes(10));
    }
}
