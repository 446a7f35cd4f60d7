package dev.hongyan.user.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private final PasswordConfig config = new SmallRyeConfigBuilder()
            .withMapping(PasswordConfig.class)
            .build()
            .getConfigMapping(PasswordConfig.class);
    private final Passwords passwords = new Passwords(config, new SimpleMeterRegistry());

    @AfterEach
    void stop() {
        passwords.stop();
    }

    /// Who asks for a name that nobody has is to wait as long as for one that somebody has.
    @Test
    void theHashOfNobodyIsComparedLikeARealOne() {
        String real = passwords.hash("correct horse");

        assertThat(passwords.matches("correct horse", real)).isTrue();
        assertThat(passwords.matches("battery staple", real)).isFalse();
        assertThat(passwords.matches("correct horse", passwords.dummy())).isFalse();
        assertThat(passwords.isOutdated(passwords.dummy())).isFalse();
        assertThat(passwords.dummy()).hasSameSizeAs(real);
    }
}
