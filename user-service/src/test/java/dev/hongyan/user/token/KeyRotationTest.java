package dev.hongyan.user.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hongyan.user.Api;
import dev.hongyan.user.TestUser;
import dev.hongyan.user.UserServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // injected
class KeyRotationTest extends UserServiceTest {
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    @Inject
    SigningKeys keys;

    @Inject
    DataSource database;

    @Test
    void publishesTheNextKeyAheadAndTheLastOneOnward() throws SQLException, GeneralSecurityException {
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
    void waitsForAnotherInstanceLessThanTheDriverDoes() throws SQLException, GeneralSecurityException {
        age("90 days");
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(" + SigningKeyRepository.ROTATION_LOCK + ")");

            assertThatThrownBy(keys::refresh)
                    .rootCause()
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            failure -> assertThat(failure.getSQLState()).isEqualTo(LOCK_NOT_AVAILABLE));

            other.rollback();
            other.setAutoCommit(true);
        }
        keys.refresh();
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

    private void pass(String time) throws SQLException, GeneralSecurityException {
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
