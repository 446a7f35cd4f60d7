package dev.hongyan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresTest {
    @TempDir
    Path folder;

    @Test
    void keepsWhatWasCommittedThroughKillAndStartsAgain() throws Exception {
        Path data = folder.resolve("postgres");
        int port;
        try (LocalPostgres server = LocalPostgres.start(data, 0, true)) {
            port = server.port();
            server.ensureDatabase("letters", "writer", "one");
            run(server, "writer", "one", "create table letter (text text)");
            run(server, "writer", "one", "insert into letter values ('鸿雁')");
            server.child().kill9();
        }
        assertThat(data.resolve("postmaster.pid")).exists();

        try (LocalPostgres server = LocalPostgres.start(data, port, true)) {
            server.ensureDatabase("letters", "writer", "two");
            assertThat(ask(server, "writer", "two", "select text from letter")).isEqualTo("鸿雁");
            for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
                assertThat(ask(server, "writer", "two", "show " + setting)).isEqualTo("on");
            }
        }
    }

    @Test
    void endsTheServerThatItsLauncherLeftBehind() throws Exception {
        Path data = folder.resolve("postgres");
        LocalPostgres left = LocalPostgres.start(data, 0, false);

        try (LocalPostgres server = LocalPostgres.start(data, 0, false)) {
            assertThat(left.child().alive()).isFalse();
            assertThat(server.child().alive()).isTrue();
        }
    }

    @Test
    void letsEachRoleIntoItsOwnDatabaseOnly() throws Exception {
        try (LocalPostgres server = LocalPostgres.start(folder.resolve("postgres"), 0, false)) {
            server.ensureDatabase("letters", "writer", "one");
            server.ensureDatabase("ledger", "clerk", "two");

            assertThatThrownBy(() -> connect(server, "ledger", "writer", "one"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> connect(server, "ledger", "clerk", "wrong"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(Files.getPosixFilePermissions(folder.resolve("postgres.secret")))
                    .hasSize(2);
        }
    }

    private static Connection connect(LocalPostgres server, String database, String role, String password)
            throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(database), role, password);
    }

    private static void run(LocalPostgres server, String role, String password, String sql) throws SQLException {
        try (Connection connection = connect(server, "letters", role, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(LocalPostgres server, String role, String password, String sql) throws SQLException {
        try (Connection connection = connect(server, "letters", role, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
