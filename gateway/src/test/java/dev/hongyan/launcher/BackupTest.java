package dev.hongyan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups that are really put back, of a server with the five databases and a note in two of them.
class BackupTest {
    @TempDir
    Path folder;

    private Home home = new Home(Path.of("/"));
    private Path backup = Path.of("/");
    private Path archive = Path.of("/");

    @BeforeEach
    void makeTheDatabases() throws Exception {
        home = new Home(folder.toRealPath().resolve("home"));
        backup = folder.toRealPath().resolve("backup");
        archive = folder.toRealPath().resolve("archive");
        CheckedCopy.folder(home.folder());
        home.secret("ANY");
        try (LocalPostgres server = start()) {
            for (Service service : Service.values()) {
                server.ensureDatabase(service.database(), service.database(), "p");
                execute(server, service, "create table flyway_schema_history (version text, checksum int)");
                execute(server, service, "create table note (id bigint generated always as identity, text text)");
                execute(
                        server,
                        service,
                        "create function refuse() returns trigger language plpgsql as $$ begin raise"
                                + " exception 'no'; end $$");
                execute(server, service, "create trigger note_stays before truncate on note execute function refuse()");
            }
        }
    }

    @Test
    void everythingComesBackAsItWasWhenTheBackupEnded() throws Exception {
        try (LocalPostgres server = start()) {
            note(server, Service.USER, "before");
            new Backup(home.folder(), backup).run();
            note(server, Service.USER, "after");
        }
        String secrets = Files.readString(home.folder().resolve("secrets.env"));

        Restore.of(home.folder(), backup, null).run();

        try (LocalPostgres server = start()) {
            assertThat(notes(server, Service.USER)).containsExactly("before");
        }
        assertThat(new Generations(home).all().values()).containsOnly(1L);
        assertThat(home.folder().resolve("secrets.env")).hasContent(secrets);
        try (Stream<Path> left = Files.list(home.folder())) {
            assertThat(left.map(path -> String.valueOf(path.getFileName())))
                    .anyMatch(name -> name.startsWith("before-restore-"))
                    .doesNotContain("restoring");
        }
    }

    @Test
    void aHomeThatWasLostComesBack() throws Exception {
        new Backup(home.folder(), backup).run();
        Home fresh = new Home(folder.toRealPath().resolve("fresh"));

        Restore.of(fresh.folder(), backup, null).run();
        Files.move(fresh.postgres(), fresh.folder().resolve("taken-away"));
        Path unfinished = Files.createFile(fresh.folder().resolve("restore-unfinished"));
        assertThatThrownBy(() -> Cluster.start(Options.temporary().home(fresh.folder())))
                .hasMessageContaining("Run it again");
        assertRefused(Restore.of(fresh.folder(), backup, Service.PUSH), "Run it again");
        Restore.of(fresh.folder(), backup, null).run();

        assertThat(new Generations(fresh).all().values()).containsOnly(2L);
        assertThat(fresh.folder().resolve("secrets.env")).exists();
        assertThat(fresh.postgres()).isDirectory();
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void oneServiceComesBackAndTheOthersStayAsTheyAre() throws Exception {
        try (LocalPostgres server = start()) {
            note(server, Service.MESSAGE, "before");
            new Backup(home.folder(), backup).run();
            note(server, Service.MESSAGE, "after");
            note(server, Service.USER, "after");
        }

        Restore.of(home.folder(), backup, Service.MESSAGE).run();

        try (LocalPostgres server = start()) {
            note(server, Service.MESSAGE, "later");
            assertThat(notes(server, Service.MESSAGE)).containsExactly("before", "later");
            assertThat(notes(server, Service.USER)).containsExactly("after");
            assertThat(numbers(server)).containsExactly(1L, 3L);
        }
        assertThat(new Generations(home).of(Service.MESSAGE)).isEqualTo(1);
        assertThat(new Generations(home).of(Service.USER)).isZero();
    }

    @Test
    void aCopyThatFailsLeavesTheGenerationRaisedAndTheNote() throws Exception {
        try (LocalPostgres server = start()) {
            note(server, Service.MESSAGE, "before");
            execute(server, Service.MESSAGE, "create sequence gone");
            execute(server, Service.MESSAGE, "select nextval('gone')");
            new Backup(home.folder(), backup).run();
            note(server, Service.MESSAGE, "after");
            execute(server, Service.MESSAGE, "drop sequence gone");
        }

        assertRefused(Restore.of(home.folder(), backup, Service.MESSAGE), "The restore failed");

        assertThat(new Generations(home).of(Service.MESSAGE)).isEqualTo(1);
        assertThat(home.folder().resolve("restored")).exists();
        assertThat(home.folder().resolve("restoring")).doesNotExist();
        try (LocalPostgres server = start()) {
            assertThat(notes(server, Service.MESSAGE)).containsExactly("before", "after");
        }
    }

    @Test
    void theArchiveGoesOnOverABackupAndAServiceAloneOfAStoppedHome() throws Exception {
        new Archive(home).choose(archive.toString());
        try (LocalPostgres server = start()) {
            new Backup(home.folder(), backup).run();
            note(server, Service.GROUP, "first");
        }
        Restore.of(home.folder(), backup, Service.MESSAGE).run();
        new Backup(home.folder(), folder.toRealPath().resolve("another")).run();
        try (LocalPostgres server = start()) {
            note(server, Service.GROUP, "second");
        }

        new Restore(home.folder(), backup, null, archive, null, 0).run();

        try (LocalPostgres server = start()) {
            assertThat(notes(server, Service.GROUP)).containsExactly("first", "second");
        }
    }

    @Test
    void anyMomentInTheArchiveComesBack() throws Exception {
        new Archive(home).choose(archive.toString());
        Instant moment;
        try (LocalPostgres server = start()) {
            new Backup(home.folder(), backup).run();
            note(server, Service.GROUP, "before");
            moment = now(server);
            note(server, Service.GROUP, "after");
        }

        new Restore(home.folder(), backup, null, archive, moment, 7).run();

        try (LocalPostgres server = start()) {
            assertThat(notes(server, Service.GROUP)).containsExactly("before");
            note(server, Service.GROUP, "again");
        }
        assertThat(new Generations(home).all().values()).containsOnly(7L);
        assertThatThrownBy(() -> new Restore(home.folder(), backup, null, archive, moment.plusSeconds(9_000), 0).run())
                .hasMessageContaining("has been changed");
        new Restore(home.folder(), backup, null, archive, null, 0).run();
        try (LocalPostgres server = start()) {
            assertThat(notes(server, Service.GROUP)).containsExactly("before", "again");
        }
        Files.writeString(archive.resolve("00000003.history"), "of another life");
        assertThatThrownBy(this::start).hasMessageContaining("another life");
    }

    @Test
    void whatCannotBeRestoredIsRefusedBeforeAnythingIsTouched() throws Exception {
        try (LocalPostgres server = start()) {
            new Backup(home.folder(), backup).run();
            assertRefused(Restore.of(home.folder(), backup, null), "Stop it first");
            assertThat(server.child().alive()).isTrue();
            execute(server, Service.PUSH, "insert into flyway_schema_history values ('005', 7)");
        }
        home.ended("postgres");
        assertThatThrownBy(() -> new Backup(home.folder(), backup).run()).hasMessageContaining("exists already");
        assertThatThrownBy(() -> new Backup(folder.resolve("nowhere"), archive).run())
                .hasMessageContaining("nothing to back up");
        assertRefused(Restore.of(home.folder(), folder, null), "not a backup");
        assertRefused(Restore.of(folder.resolve("nowhere"), backup, Service.PUSH), "beside the others");
        assertRefused(Restore.of(home.folder(), backup, Service.USER), "only together with all others");
        assertRefused(Restore.of(home.folder(), backup, Service.GROUP), "only together with all others");
        assertRefused(Restore.of(home.folder(), backup, Service.PUSH), "another version");
        Instant now = Instant.now();
        assertRefused(new Restore(home.folder(), backup, null, null, now, 0), "--archive");
        assertRefused(new Restore(home.folder(), backup, null, archive, now, 0), "no archive");
        assertRefused(new Restore(home.folder(), backup, null, backup, now.minusSeconds(900), 0), "earlier");
        Files.writeString(backup.resolve("data/global/pg_control"), "x", StandardOpenOption.APPEND);
        assertRefused(Restore.of(home.folder(), backup, null), "damaged");
        assertThat(home.folder().resolve("restoring")).doesNotExist();
        assertThat(new Generations(home).all().values()).containsOnly(0L);
        try (LocalPostgres server = start()) {
            assertThat(notes(server, Service.USER)).isEmpty();
        }
    }

    @Test
    void generationsThatCannotBeReadAreNotTakenForNone() throws Exception {
        for (String content : List.of("", "message-service=3\n", "message-service\n")) {
            Files.writeString(home.folder().resolve("generations"), content);
            assertThatThrownBy(() -> new Generations(home).all()).isInstanceOf(StartException.class);
        }
        for (String generation : List.of("0", "-1", "100001", "many")) {
            List<String> line = List.of(backup.toString(), "--generation", generation);
            assertThatThrownBy(() -> RestoreLine.restore(line, Map.of())).hasMessageContaining("from 1 to 100000");
        }
    }

    private static void assertRefused(Restore restore, String why) {
        assertThatThrownBy(restore::run).isInstanceOf(StartException.class).hasMessageContaining(why);
    }

    /// As `up` starts it.
    private LocalPostgres start() {
        LocalPostgres server = LocalPostgres.start(home.postgres(), 0, true, new Archive(home).settings());
        home.started("postgres", server.pid(), server.port());
        return server;
    }

    private static void note(LocalPostgres server, Service service, String text) throws SQLException {
        execute(server, service, "insert into note (text) values ('" + text + "')");
    }

    private static void execute(LocalPostgres server, Service service, String sql) throws SQLException {
        try (Connection connection = server.connect(service.database());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> notes(LocalPostgres server, Service service) throws SQLException {
        List<String> notes = new ArrayList<>();
        try (Connection connection = server.connect(service.database());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select text from note order by id")) {
            while (rows.next()) {
                notes.add(rows.getString(1));
            }
        }
        return notes;
    }

    private static List<Long> numbers(LocalPostgres server) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (Connection connection = server.connect(Service.MESSAGE.database());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select id from note order by id")) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }

    private static Instant now(LocalPostgres server) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return row.getTimestamp(1).toInstant();
        }
    }
}
