package dev.hongyan.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
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
        if (!System.getenv().getOrDefault("HONGYAN_POSTGRES_URL", "").isEmpty()) {
            throw new StartException(Texts.text("backup-own-server"));
        }
        RestoreChecks.requireWhole(only);
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
        } catch (IOException | UncheckedIOException e) {
            throw new StartException(Texts.text("restore-failed", e.toString()), e);
        } catch (SQLException e) {
            throw new StartException(Texts.text("restore-failed", String.valueOf(e.getMessage())), e);
        }
        String what = only == null ? Texts.text("restore-all") : only.database();
        System.out.println(Texts.text("restore-done", what, (System.nanoTime() - begun) / 1_000_000_000));
        if (only == null && !System.getenv().getOrDefault("HONGYAN_KAFKA", "").isEmpty()) {
            System.out.println(Texts.text("restore-own-kafka"));
        }
        if (only == null || only == Service.REDPACKET) {
            System.out.println(Texts.text("restore-money"));
        }
    }

    private void run(Home of, BackupManifest manifest) throws IOException, SQLException {
        if (only != null) {
            Swap.requireFinished(of);
            if (!Files.isDirectory(of.postgres())) {
                throw new StartException(Texts.text("restore-no-others", only.moduleName(), home));
            }
        }
        Path work = work(of);
        long written;
        try {
            clear(of);
            CheckedCopy.folder(work);
            RestoredServer restored = new RestoredServer(backup, work, archive, to, new Archive(of).folder());
            restored.unpack(manifest);
            try (LocalPostgres server = restored.recover(RECOVERY)) {
                // In the archive there may be an upgrade behind the backup.
                RestoreChecks.requireKnown(Backup.migrations(server.accounts()));
                if (archive != null) {
                    System.out.println(RestoredServer.reached(server));
                }
                written = RestoredServer.generation(server);
                if (only != null) {
                    copyOne(of, manifest, server, only, written);
                }
            }
            if (only == null) {
                restored.forgetRecovery();
                remember(of, manifest, List.of(Service.values()), written);
                new Swap(of, work).run();
            }
        } finally {
            Folders.tryDelete(work);
        }
    }

    private void copyOne(Home of, BackupManifest manifest, LocalPostgres restored, Service service, long written)
            throws SQLException {
        try (LocalPostgres present = new Archive(of).start();
                Connection from = restored.connect(service.database());
                Connection into = present.connect(service.database())) {
            // A large table takes its time, and so does its commit.
            from.setNetworkTimeout(Runnable::run, 0);
            into.setNetworkTimeout(Runnable::run, 0);
            DatabaseCopy copy = new DatabaseCopy(from, into);
            copy.requireAlike();
            remember(of, manifest, List.of(service), written);
            copy.run();
        }
    }

    /// What a restore has left that was killed: the copy, and the server on it, of which no record tells. Nobody
    /// restores meanwhile: the caller has the home's lock.
    static void clear(Home of) throws IOException {
        LocalPostgres.endFormerServer(work(of).resolve("postgres"));
        Folders.delete(work(of));
    }

    private static Path work(Home of) {
        return of.folder().resolve("restoring");
    }

    /// Before anything is replaced. What is put back must never be started in its old generation, whatever
    /// ends this program; a generation too high, and what is told once more than needed, do no harm.
    ///
    /// @param written the generation in which the data was written. With an archive it may be above the
    ///     backup's, and where the home was lost nothing else tells
    private void remember(Home of, BackupManifest manifest, List<Service> services, long written) {
        new Generations(of).raise(services, manifest.generations(), Math.max(generation, written + 1));
        AfterRestore.leave(of, to == null ? Instant.parse(manifest.begun()) : to);
    }
}
