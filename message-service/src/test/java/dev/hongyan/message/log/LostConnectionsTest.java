package dev.hongyan.message.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hongyan.contracts.message.AppendAnswer.Stored;
import dev.hongyan.message.ComponentTest;
import dev.hongyan.message.World;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What a restart of the database leaves behind: connections that are dead and look alive.
@ComponentTest
class LostConnectionsTest {
    private static final int TOGETHER = 6;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void costNoSenderHisAnswer() throws SQLException {
        UUID alice = World.user("alice");
        UUID conversation = World.direct(alice, World.user("bob"));
        assertThat(World.append(World.append(conversation, alice, "before"))).isInstanceOf(Stored.class);

        assertThat(end("application_name = 'message-log'")).isPositive();

        assertThat(World.append(World.append(conversation, alice, "after"))).isInstanceOf(Stored.class);
    }

    @Test
    void areGoneFromThePoolSoonAfter() throws SQLException {
        useTogether();

        assertThat(end("application_name <> 'message-log' and state = 'idle'")).isPositive();
        await().pollDelay(Duration.ofSeconds(5)).until(() -> true);

        useTogether();
    }

    private void useTogether() throws SQLException {
        List<Connection> taken = new ArrayList<>();
        try {
            for (int i = 0; i < TOGETHER; i++) {
                taken.add(dataSource.getConnection());
            }
            for (Connection connection : taken) {
                assertThat(connection.createStatement().execute("select 1")).isTrue();
            }
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
    }

    /// Ends the sessions of this service for which the condition holds, and counts them.
    private int end(String condition) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) filter (where pg_terminate_backend(pid, 5000)) from pg_stat_activity"
                                + " where usename = current_user and pid <> pg_backend_pid() and " + condition)) {
            row.next();
            return row.getInt(1);
        }
    }
}
