package dev.hongyan.user.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.kit.testing.Api;
import dev.hongyan.user.TestUser;
import dev.hongyan.user.UserServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // injected
class KeyRotationTest extends UserServiceTest {
    @Inject
    SigningKeys keys;

    @Inject
    DataSource database;

    @Test
    void publishesTheNextKeyAheadAndTheLastOneOnward() throws Exception {
        TestUser user = newUser();
        String first = keys.signer().kid();

        pass("29 days 1 hour");
        String second = publishedKeys().stream()
                .filter(kid -> !kid.equals(first))
                .findFirst()
                .orElseThrow();
        assertThat(keys.signer().kid()).isEqualTo(first);

        pass("1 day");
        assertThat(keys.signer().kid()).isEqualTo(second);
        assertThat(publishedKeys()).contains(first, second);
        assertThat(user.api().get("/api/users/me").status()).isEqualTo(200);
        assertThat(newUser().api().get("/api/users/me").status()).isEqualTo(200);

        pass("1 day");
        assertThat(publishedKeys()).contains(second).doesNotContain(first);
        assertThat(user.api().get("/api/users/me").status()).isEqualTo(401);
    }

    @Test
    void makesOneKeyHoweverManyInstancesLook() throws SQLException {
        age("90 days");

        List<Integer> seen = Api.together(3, () -> {
            keys.refresh();
            return keys.published().size();
        });

        assertThat(seen).containsOnly(1);
    }

    @Test
    void waitsForAnotherInstanceThatIsAtIt() throws Exception {
        age("90 days");
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            other.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(" + SigningKeyRepository.ROTATION_LOCK + ")");

            Future<?> waiting = threads.submit(() -> {
                keys.refresh();
                return null;
            });
            // Longer than a statement is let run.
            await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(4)).until(() -> !waiting.isDone());
            other.rollback();
            other.setAutoCommit(true);
            waiting.get(20, TimeUnit.SECONDS);
        }
        assertThat(newUser().api().get("/api/users/me").status()).isEqualTo(200);
    }

    @Test
    void keepsNoPrivateKeyInTheClear() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select private_key from signing_key")) {
            while (rows.next()) {
                byte[] stored = rows.getBytes(1);
                assertThat(stored).isNotEqualTo(keys.signer().key().getEncoded());
            }
        }
    }

    private void pass(String time) throws SQLException, GeneralSecurityException, InterruptedException {
        age(time);
        keys.refresh();
    }

    private void age(String time) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update signing_key set signs_from = signs_from - interval '" + time
                    + "', expires_at = expires_at - interval '" + time + "'");
        }
    }

    private List<String> publishedKeys() {
        return api().get("/.well-known/jwks.json").body().path("keys").findValuesAsText("kid");
    }
}
