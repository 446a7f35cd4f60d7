package dev.hongyan.launcher;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `./hongyan restore DIR`: puts back what [Backup] has made, all of it or one service's database.
///
/// The backup is copied, each file checked, and a server started on the copy, which brings it to its
/// moment; only then anything that is there is touched. What it takes the place of is put aside. The
/// generations are raised.
///
/// @param only the one service whose database is put back; null for everything
/// @param archive where `up --archive` has put the log, to go on from the backup's moment; null for that moment
/// @param to how far to go in the archive; null as far as it goes
/// @param generation the least that the databases shall have; 0 leaves it to what is known here
public record Restore(
        Path home,
        Path backup,
        @Nullable Service only,
        @Nullable Path archive,
        @Nullable Instant to,
        long generation) {
    private static final Duration RECOVERY = Duration.ofMinutes(60);

    /// Everything, or one service, as of the backup's moment.
    public static Restore of(Path home, Path backup, @Nullable Service only) {
        return new Restore(home, backup, only, null, null, 0);
    }

    /// Says what it has done and what comes next.
    public void run() {
        if (System.getenv("HONGYAN_POSTGRES_URL") != null) {
            throw new StartException(Texts.text("backup-own-server"));
        }
        BackupManifest manifest = BackupManifest.read(backup);
        RestoreChecks.require(manifest, this);
        Home of = new Home(home);
        long begun = System.nanoTime();
        try (FileLock lock = of.lock()) {
            boolean running = of.recorded().values().stream()
                    .anyMatch(program -> of.process(program).isPresent());
            if (lock == null || running) {
                throw new StartException(Texts.text("restore-running", home));
            }
            run(of, manifest);
        } catch (IOException e) {
            throw new StartException(Texts.text("restore-failed", e.toString()), e);
        } catch (SQLException e) {
            throw new StartException(Texts.text("restore-failed", String.valueOf(e.getMessage())), e);
        }
        String what = only == null ? Texts.text("restore-all") : only.database();
        System.out.println(Texts.text("restore-done", what, (System.nanoTime() - begun) / 1_000_000_000));
    }

    private void run(Home of, BackupManifest manifest) throws IOException, SQLException {
        if (only != null && !Files.isDirectory(of.postgres())) {
            throw new StartException(Texts.text("restore-no-others", only.moduleName(), home));
        }
        Path work = home.resolve("restoring");
        Folders.delete(work);
        CheckedCopy.folder(work);
        RestoredServer restored = new RestoredServer(backup, work, archive, to, new Archive(of).folder());
        restored.unpack(manifest);
        try (LocalPostgres server = restored.recover(RECOVERY)) {
            if (only != null) {
                copyOne(of, server, only);
            }
        }
        restored.forgetRecovery();
        List<Service> services = only == null ? List.of(Service.values()) : List.of(only);
        // Before anything can be started on what is put back: a number too high does no harm.
        new Generations(of).raise(services, manifest.generations(), generation);
        if (only == null) {
            putAside(of);
            Files.move(work.resolve("postgres"), of.postgres());
            for (String secret : List.of("postgres.secret", "secrets.env")) {
                Files.move(work.resolve(secret), home.resolve(secret));
            }
        }
        AfterRestore.leave(of, to == null ? Instant.parse(manifest.begun()) : to);
        Folders.delete(work);
    }

    private static void copyOne(Home of, LocalPostgres restored, Service service) throws SQLException {
        try (LocalPostgres present = LocalPostgres.start(of.postgres(), 0, true);
                Connection from = restored.connect(service.database());
                Connection into = present.connect(service.database())) {
            new DatabaseCopy(from, into).run();
        }
    }

    private void putAside(Home of) throws IOException {
        // The broker may tell of what has not happened now.
        Folders.delete(of.kafka());
        if (!Files.exists(of.postgres())) {
            Files.deleteIfExists(home.resolve("postgres.secret"));
            Files.deleteIfExists(home.resolve("secrets.env"));
            return;
        }
        String time = Instant.now().toString().substring(0, 19).replace(":", "");
        Path aside = home.resolve("before-restore-" + time);
        CheckedCopy.folder(aside);
        for (String name : List.of("postgres", "postgres.secret", "secrets.env")) {
            Files.move(home.resolve(name), aside.resolve(name));
        }
        System.out.println(Texts.text("restore-aside", aside));
    }
}
