package dev.hongyan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups that are really put back, of a server with the five databases and notes in some of them.
///
/// The server and a backup of it are made once. Each test works on a copy of what came of it: behind the backup,
/// in which people and messages are noted "before", there is a note "after" of each.
class BackupTest {
    @TempDir
    static Path shared = Path.of("/");

    @TempDir
    Path folder;

    private Home home = new Home(Path.of("/"));
    private Path backup = Path.of("/");
    private Path archive = Path.of("/");

    @BeforeAll
    static void makeTheServerAndABackup() throws Exception {
        Home home = new Home(shared.toRealPath().resolve("home"));
        CheckedCopy.folder(home.folder());
        home.secret("ANY");
        try (LocalPostgres server = start(home)) {
            for (Service service : Service.values()) {
                server.ensureDatabase(service.database(), service.database(), "p");
                execute(
                        server,
                        service,
                        "create table flyway_schema_history (version text, checksum int);"
                                + "create table note (id bigint generated always as identity, text text);"
                                + "create function refuse() returns trigger language plpgsql as $$ begin raise"
                                + " exception 'no'; end $$;"
                                + "create trigger note_stays before truncate on note execute function refuse()");
            }
            execute(server, Service.MESSAGE, "create sequence other; select nextval('other')");
            note(server, Service.USER, "before");
            note(server, Service.MESSAGE, "before");
            new Backup(home.folder(), shared.toRealPath().resolve("backup")).run();
            note(server, Service.USER, "after");
            note(server, Service.MESSAGE, "after");
        }
        home.ended("postgres");
    }

    @BeforeEach
    void takeACopy() throws Exception {
        home = new Home(folder.toRealPath().resolve("home"));
        backup = shared.toRealPath().resolve("backup");
        archive = folder.toRealPath().resolve("archive");
        Path made = shared.toRealPath().resolve("home");
        try (Stream<Path> files = Files.walk(made)) {
            for (Path file : files.toList()) {
                Files.copy(file, home.folder().resolve(made.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Test
    void everythingComesBackAsItWasWhenTheBackupEnded() throws Exception {
        String secrets = Files.readString(home.folder().resolve("secrets.env"));

        Restore.of(home.folder(), backup, null).run();

        try (LocalPostgres server = start(home)) {
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
    void nobodyElseMayLookIntoABackup() throws Exception {
        try (Stream<Path> files = Files.walk(backup)) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void aHomeThatWasLostComesBack() throws Exception {
        Path ofStopped = folder.toRealPath().resolve("backup");
        try (LocalPostgres server = start(home)) {
            execute(
                    server,
                    Service.MESSAGE,
                    "create table restoration (generation bigint); insert into restoration values (0), (3)");
        }
        home.ended("postgres");
        new Backup(home.folder(), ofStopped).run();
        Home fresh = new Home(folder.toRealPath().resolve("fresh"));

        Restore.of(fresh.folder(), ofStopped, null).run();
        Files.move(fresh.postgres(), fresh.folder().resolve("taken-away"));
        Path unfinished = Files.createFile(fresh.folder().resolve("restore-unfinished"));
        assertThatThrownBy(() -> Cluster.start(Options.temporary().home(fresh.folder())))
                .hasMessageContaining("Run it again");
        assertRefused(Restore.of(fresh.folder(), ofStopped, Service.PUSH), "Run it again");
        Restore.of(fresh.folder(), ofStopped, null).run();

        assertThat(new Generations(fresh).all().values())
                .as("twice above the one in which the data says that it was written")
                .containsOnly(5L);
        assertThat(fresh.folder().resolve("secrets.env")).exists();
        assertThat(fresh.postgres()).isDirectory();
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void oneServiceComesBackAndTheOthersStayAsTheyAre() throws Exception {
        Restore.of(home.folder(), backup, Service.MESSAGE).run();

        try (LocalPostgres server = start(home)) {
            note(server, Service.MESSAGE, "later");
            assertThat(notes(server, Service.MESSAGE)).containsExactly("before", "later");
            assertThat(notes(server, Service.USER)).containsExactly("before", "after");
            assertThat(numbers(server)).containsExactly(1L, 3L);
        }
        assertThat(new Generations(home).of(Service.MESSAGE)).isEqualTo(1);
        assertThat(new Generations(home).of(Service.USER)).isZero();
    }

    @Test
    void aCopyThatFailsLeavesTheGenerationRaisedAndTheNote() throws Exception {
        try (LocalPostgres server = start(home)) {
            execute(server, Service.MESSAGE, "drop sequence other");
        }
        home.ended("postgres");

        assertRefused(Restore.of(home.folder(), backup, Service.MESSAGE), "The restore failed");

        assertThat(new Generations(home).of(Service.MESSAGE)).isEqualTo(1);
        assertThat(home.folder().resolve("restored")).exists();
        assertThat(home.folder().resolve("restoring")).doesNotExist();
        try (LocalPostgres server = start(home)) {
            assertThat(notes(server, Service.MESSAGE)).containsExactly("before", "after");
        }
    }

    @Test
    void theArchiveGoesOnOverABackupAndAServiceAloneOfAStoppedHome() throws Exception {
        Path archived = folder.toRealPath().resolve("backup");
        new Archive(home).choose(archive.toString());
        try (LocalPostgres server = start(home)) {
            new Backup(home.folder(), archived).run();
            note(server, Service.GROUP, "first");
        }
        Restore.of(home.folder(), archived, Service.MESSAGE).run();
        new Backup(home.folder(), folder.toRealPath().resolve("another")).run();
        try (LocalPostgres server = start(home)) {
            note(server, Service.GROUP, "second");
        }

        new Restore(home.folder(), archived, null, archive, null, 0).run();

        try (LocalPostgres server = start(home)) {
            assertThat(notes(server, Service.GROUP)).containsExactly("first", "second");
        }
    }

    @Test
    void theServerRunsWhileItsArchiveIsAway() throws Exception {
        new Archive(home).choose(archive.toString());
        Files.delete(archive);

        try (LocalPostgres server = start(home)) {
            assertThat(notes(server, Service.USER)).containsExactly("before", "after");
        }
    }

    @Test
    void anyMomentInTheArchiveComesBack() throws Exception {
        Path archived = folder.toRealPath().resolve("backup");
        new Archive(home).choose(archive.toString());
        Instant moment;
        try (LocalPostgres server = start(home)) {
            new Backup(home.folder(), archived).run();
            note(server, Service.GROUP, "before");
            moment = now(server);
            note(server, Service.GROUP, "after");
        }

        new Restore(home.folder(), archived, null, archive, moment, 7).run();

        try (LocalPostgres server = start(home)) {
            assertThat(notes(server, Service.GROUP)).containsExactly("before");
            note(server, Service.GROUP, "again");
        }
        assertThat(new Generations(home).all().values()).containsOnly(7L);
        assertThatThrownBy(
                        () -> new Restore(home.folder(), archived, null, archive, moment.plusSeconds(9_000), 0).run())
                .hasMessageContaining("has been changed");
        new Restore(home.folder(), archived, null, archive, null, 0).run();
        try (LocalPostgres server = start(home)) {
            assertThat(notes(server, Service.GROUP)).containsExactly("before", "again");
        }
        Files.writeString(archive.resolve("00000003.history"), "of another life");
        assertThatThrownBy(() -> start(home)).hasMessageContaining("another life");
    }

    @Test
    void whatCannotBeRestoredIsRefusedBeforeAnythingIsTouched() throws Exception {
        try (LocalPostgres server = start(home)) {
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
        assertRefused(Restore.of(home.folder(), damaged(), null), "damaged");
        assertThat(home.folder().resolve("restoring")).doesNotExist();
        assertThat(new Generations(home).all().values()).containsOnly(0L);
        try (LocalPostgres server = start(home)) {
            assertThat(notes(server, Service.USER)).containsExactly("before", "after");
        }
    }

    /// The same files under other names, but for one.
    private Path damaged() throws IOException {
        Path damaged = folder.toRealPath().resolve("damaged");
        try (Stream<Path> files = Files.walk(backup)) {
            for (Path file : files.toList()) {
                Path to = damaged.resolve(backup.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectory(to);
                } else if (file.endsWith("PG_VERSION")) {
                    Files.writeString(to, "17\n");
                } else {
                    Files.createLink(to, file);
                }
            }
        }
        return damaged;
    }

    private static void assertRefused(Restore restore, String why) {
        assertThatThrownBy(restore::run).isInstanceOf(StartException.class).hasMessageContaining(why);
    }

    /// As `up` starts it.
    private static LocalPostgres start(Home home) {
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
