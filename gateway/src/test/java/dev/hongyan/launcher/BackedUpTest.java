package dev.hongyan.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// What tests of backups stand on: a server with the five databases and notes in some of them, and a backup of it.
///
/// Both are made once. Each test works on a copy of what came of the server: behind the backup, in which people and
/// messages are noted "before", there is a note "after" of each.
abstract class BackedUpTest {
    private static final String TABLES = """
            create table flyway_schema_history (version text, checksum int);
            create table note (id bigint generated always as identity, text text);
            create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
            create trigger note_stays before truncate on note execute function refuse()""";
    private static @Nullable Path made;

    @TempDir
    Path folder;

    Home home = new Home(Path.of("/"));
    Path backup = Path.of("/");
    Path archive = Path.of("/");

    @BeforeEach
    void takeACopy() throws Exception {
        Path all = made();
        home = new Home(folder.toRealPath().resolve("home"));
        backup = all.resolve("backup");
        archive = folder.toRealPath().resolve("archive");
        Path server = all.resolve("home");
        try (Stream<Path> files = Files.walk(server)) {
            for (Path file : files.toList()) {
                Files.copy(file, home.folder().resolve(server.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static synchronized Path made() throws Exception {
        if (made != null) {
            return made;
        }
        Path all = Files.createTempDirectory("backed-up").toRealPath();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.tryDelete(all)));
        Home home = new Home(all.resolve("home"));
        CheckedCopy.folder(home.folder());
        home.secret("ANY");
        try (LocalPostgres server = start(home)) {
            for (Service service : Service.values()) {
                server.ensureDatabase(service.database(), service.database(), "p");
                execute(server, service, TABLES);
            }
            execute(server, Service.MESSAGE, "create sequence other; select nextval('other')");
            note(server, Service.USER, "before");
            note(server, Service.MESSAGE, "before");
            new Backup(home.folder(), all.resolve("backup")).run();
            note(server, Service.USER, "after");
            note(server, Service.MESSAGE, "after");
        }
        home.ended("postgres");
        made = all;
        return all;
    }

    /// A server as `up` starts it.
    static LocalPostgres start(Home home) {
        LocalPostgres server = new Archive(home).start();
        home.started("postgres", server.pid(), server.port());
        return server;
    }

    static void note(LocalPostgres server, Service service, String text) throws SQLException {
        execute(server, service, "insert into note (text) values ('" + text + "')");
    }

    static void execute(LocalPostgres server, Service service, String sql) throws SQLException {
        try (Connection connection = server.connect(service.database());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static List<String> notes(LocalPostgres server, Service service) throws SQLException {
        return column(server, service, "text");
    }

    static List<String> numbers(LocalPostgres server, Service service) throws SQLException {
        return column(server, service, "id");
    }

    private static List<String> column(LocalPostgres server, Service service, String column) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = server.connect(service.database());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select " + column + " from note order by id")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    static Instant now(LocalPostgres server) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return row.getTimestamp(1).toInstant();
        }
    }
}
