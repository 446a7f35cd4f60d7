package dev.hongyan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Backups that are really put back: everything, or one service, as of when they were made.
class BackupTest extends BackedUpTest {
    @Test
    void everythingComesBackAsItWasWhenTheBackupEnded() throws Exception {
        String secrets = Files.readString(home.folder().resolve("secrets.env"));
        LocalPostgres leftByAnother = LocalPostgres.start(home.folder().resolve("restoring/postgres"), 0, false);

        Restore.of(home.folder(), backup, null).run();

        assertThat(leftByAnother.child().alive()).isFalse();

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
            assertThat(numbers(server, Service.MESSAGE)).containsExactly("1", "3");
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
}
