package dev.hongyan.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `./hongyan backup DIR`: all five databases as of one moment, and the secrets, while everything works on.
///
/// It is what PostgreSQL calls a base backup: its files, and the log of the time in which they were copied.
/// The broker is not in it: it holds nothing that the databases cannot tell again.
///
/// @param folder is made; half a backup never has this name
public record Backup(Path home, Path folder) {
    private static final String CONTROL = "global/pg_control";

    /// Says what it has made.
    public void run() {
        Home of = new Home(home);
        if (!System.getenv().getOrDefault("HONGYAN_POSTGRES_URL", "").isEmpty()) {
            throw new StartException(Texts.text("backup-own-server"));
        }
        Swap.requireFinished(of);
        if (!Files.isDirectory(of.postgres())) {
            throw new StartException(Texts.text("backup-nothing", home));
        }
        if (Files.exists(folder)) {
            throw new StartException(Texts.text("backup-exists", folder));
        }
        long begun = System.nanoTime();
        BackupManifest made = make(of);
        System.out.println(Texts.text(
                "backup-done",
                folder,
                made.bytes() / 1_000_000,
                (System.nanoTime() - begun) / 1_000_000_000,
                made.moment()));
    }

    private BackupManifest make(Home of) {
        Home.@Nullable Running running = of.recorded().get("postgres");
        if (running != null && of.process(running).isPresent()) {
            return make(of, LocalPostgres.accounts(of.postgres(), running.port()));
        }
        try (FileLock lock = of.lock()) {
            if (lock == null) {
                throw new StartException(Texts.text("backup-starting", home));
            }
            try (LocalPostgres server = new Archive(of).start()) {
                return make(of, server.accounts());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BackupManifest make(Home of, DatabaseAccounts server) {
        Path unfinished = unfinished();
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            BackupManifest made = copy(of, server, statement, unfinished);
            made.write(unfinished);
            Folders.forceAll(unfinished);
            Files.move(unfinished, folder);
            Folders.force(Child.parent(folder));
            return made;
        } catch (SQLException e) {
            throw new StartException(Texts.text("backup-failed", String.valueOf(e.getMessage())), e);
        } catch (IOException | UncheckedIOException e) {
            throw new StartException(Texts.text("backup-failed", e.toString()), e);
        } finally {
            Folders.tryDelete(unfinished);
        }
    }

    /// Another one for each: two backups to the same name do not meet in it.
    private Path unfinished() {
        try {
            Path beside = Child.parent(folder);
            CheckedCopy.folder(beside);
            return Files.createTempDirectory(beside, folder.getFileName() + ".part");
        } catch (IOException e) {
            throw new StartException(Texts.text("backup-failed", e.toString()), e);
        }
    }

    private BackupManifest copy(Home of, DatabaseAccounts server, Statement statement, Path into)
            throws SQLException, IOException {
        String begun = Instant.now().toString();
        // Keeps the log of this time from being used again; goes with the session.
        statement.execute("select pg_create_physical_replication_slot('backup_' || pg_backend_pid(), true, true)");
        String first = one(statement, "select pg_walfile_name(pg_backup_start('hongyan', true))");
        List<String> folders = new ArrayList<>();
        List<BackupManifest.Content> files = new ArrayList<>();
        copyData(of.postgres(), into, folders, files);
        // Before the end: what is committed until then is in it.
        String moment = Instant.now().toString();
        String last;
        try (ResultSet row = statement.executeQuery(
                "select pg_walfile_name(lsn) as last, labelfile from pg_backup_stop(wait_for_archive => false)")) {
            row.next();
            last = row.getString("last");
            Path label = into.resolve("backup_label");
            Files.writeString(label, row.getString("labelfile"));
            files.add(CheckedCopy.copy(label, into.resolve("data/backup_label"), "data/backup_label"));
            Files.delete(label);
        }
        copyLog(of.postgres().resolve("pg_wal"), first, last, into, files);
        for (String secret : List.of("postgres.secret", "secrets.env")) {
            files.add(CheckedCopy.copy(of.folder().resolve(secret), into.resolve(secret), secret));
        }
        return new BackupManifest(
                BackupManifest.FORMAT,
                begun,
                moment,
                one(statement, "show server_version"),
                System.getProperty("os.arch"),
                first,
                new Generations(of).all(),
                migrations(server),
                folders,
                files);
    }

    private static void copyData(Path data, Path into, List<String> folders, List<BackupManifest.Content> files)
            throws IOException {
        CheckedCopy.folder(into.resolve("data"));
        List<Callable<Optional<BackupManifest.Content>>> copies = new ArrayList<>();
        for (Path path : DataFiles.list(data)) {
            String name = data.relativize(path).toString();
            Path target = into.resolve("data").resolve(name);
            if (name.equals(CONTROL)) {
                continue;
            }
            if (Files.isDirectory(path)) {
                folders.add(name);
                CheckedCopy.folder(target);
            } else {
                copies.add(() -> copyIfThere(path, target, "data/" + name));
            }
        }
        SideBySide.run(copies).forEach(copy -> copy.ifPresent(files::add));
        // Last: from it the server goes by how far the files are.
        files.add(CheckedCopy.copy(data.resolve(CONTROL), into.resolve("data").resolve(CONTROL), "data/" + CONTROL));
    }

    /// A table may be dropped meanwhile; the log tells of it.
    private static Optional<BackupManifest.Content> copyIfThere(Path from, Path to, String path) throws IOException {
        try {
            return Optional.of(CheckedCopy.copy(from, to, path));
        } catch (NoSuchFileException gone) {
            if (Files.exists(from)) {
                throw gone;
            }
            Files.deleteIfExists(to);
            return Optional.empty();
        }
    }

    private static void copyLog(Path log, String first, String last, Path into, List<BackupManifest.Content> files)
            throws IOException {
        long missing = number(last) - number(first) + 1;
        try (Stream<Path> all = Files.list(log)) {
            for (Path segment : all.sorted().toList()) {
                String name = String.valueOf(segment.getFileName());
                boolean needed =
                        name.matches("[0-9A-F]{24}") && first.compareTo(name) <= 0 && name.compareTo(last) <= 0;
                if (needed || name.endsWith(".history")) {
                    String path = "data/pg_wal/" + name;
                    files.add(CheckedCopy.copy(segment, into.resolve(path), path));
                    missing -= needed ? 1 : 0;
                }
            }
        }
        if (missing != 0) {
            throw new StartException(Texts.text("backup-log-gone", missing));
        }
    }

    /// Behind the number of the timeline: that of a file of 4 GB, and the place in it.
    private static long number(String segment) {
        return (Long.parseLong(segment.substring(8, 16), 16) << 8) + Long.parseLong(segment.substring(16), 16);
    }

    /// The last migration of each service, by module.
    static Map<String, Integer> migrations(DatabaseAccounts server) throws SQLException {
        Map<String, Integer> migrations = new HashMap<>();
        for (Service service : Service.values()) {
            try (Connection connection = server.connect(service.database());
                    Statement statement = connection.createStatement()) {
                String last = one(
                        statement,
                        "select coalesce(max(version::int), 0) from flyway_schema_history where version is not null");
                migrations.put(service.moduleName(), Integer.parseInt(last));
            }
        }
        return migrations;
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
