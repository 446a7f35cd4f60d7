package dev.hongyan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The log that is kept beside a server, and what comes back with it.
class ArchiveTest extends BackedUpTest {
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
    void anArchiveForWhichSomethingWaitsForMinutesDoesNotWork() throws Exception {
        try (LocalPostgres server = start(home)) {
            assertThat(Archive.works(server.accounts())).isTrue();
            Path waits = home.postgres().resolve("pg_wal/archive_status/000000010000000000000001.ready");
            Files.createFile(waits);
            assertThat(Archive.works(server.accounts())).isTrue();
            Files.setLastModifiedTime(waits, FileTime.from(Instant.now().minus(Duration.ofMinutes(6))));
            assertThat(Archive.works(server.accounts())).isFalse();
        }
    }

    @Test
    void anArchiveThatDoesNotAnswerIsNotWaitedFor() throws Exception {
        new Archive(home).choose(archive.toString());
        Path pipe = archive.resolve(newest(home.postgres().resolve("pg_wal")));
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        new Archive(home, Duration.ofMillis(200)).prepare();

        Files.newOutputStream(pipe).close(); // who looks is still at it: without a reader this would wait
    }

    @Test
    void anArchiveOfAnotherLifeWithTheSameNamesIsRefused() throws Exception {
        Path archived = folder.toRealPath().resolve("backup");
        new Archive(home).choose(archive.toString());
        try (LocalPostgres _ = start(home)) {
            new Backup(home.folder(), archived).run();
        }
        Restore.of(home.folder(), archived, null).run();
        try (LocalPostgres server = start(home)) {
            note(server, Service.GROUP, "first life");
            execute(server, Service.GROUP, "select pg_switch_wal()");
        }
        new Archive(home).choose("off");
        Restore.of(home.folder(), archived, null).run();
        try (LocalPostgres server = start(home)) {
            note(server, Service.GROUP, "second life");
        }

        new Archive(home).choose(archive.toString());

        assertThatThrownBy(() -> start(home)).hasMessageContaining("another life");
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

    /// The name of the newest piece of a log.
    private static String newest(Path log) throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches("[0-9A-F]{24}"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }
}
