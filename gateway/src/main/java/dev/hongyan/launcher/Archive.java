package dev.hongyan.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the database's log is kept for a restore to any moment. The home remembers it: a run without it in
/// between would leave a hole that nobody sees.
///
/// @param patience how long its folder may say nothing, as a disk in the network that is gone does
record Archive(Home home, Duration patience) {
    private static final String NONE = "off";
    private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");

    Archive(Home home) {
        this(home, Duration.ofSeconds(10));
    }

    /// What stands behind `up --archive`: a folder, or `off`; empty leaves it as it was.
    void choose(String given) {
        if (given.isEmpty()) {
            return;
        }
        try {
            if (given.equals(NONE)) {
                Files.deleteIfExists(file());
                return;
            }
            Path folder = Path.of(given).toAbsolutePath().normalize();
            quoted(folder);
            CheckedCopy.folder(folder);
            Secrets.write(file(), folder.toString());
        } catch (IOException e) {
            throw new StartException(Texts.text("archive-not-made", given, e.toString()), e);
        }
    }

    @Nullable
    Path folder() {
        return Files.exists(file()) ? Path.of(Secrets.read(file())) : null;
    }

    /// A server of the home that archives, for work on a home that is stopped.
    LocalPostgres start() {
        prepare();
        return LocalPostgres.start(home.postgres(), 0, true, settings());
    }

    /// Before each start of the server: refuses an archive of another system or life. The histories that restores
    /// have begun go there: the server itself puts away those only that it begins while it archives.
    ///
    /// The data is whole while its copy is away. So who looks at the folder is left behind when it does not answer,
    /// and the server runs and keeps its log until it can put it there.
    void prepare() {
        Path folder = folder();
        if (folder == null) {
            return;
        }
        FutureTask<Void> look = new FutureTask<>(() -> {
            requireOurs(folder);
            copyHistories(folder);
            return null;
        });
        Thread.ofPlatform().daemon().name("archive").start(look);
        try {
            look.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            System.out.println(Texts.text("archive-away", folder, Texts.text("archive-silent", patience.toSeconds())));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StartException refusal) {
                throw refusal;
            }
            System.out.println(Texts.text("archive-away", folder, String.valueOf(e.getCause())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while looking at the archive.", e);
        }
    }

    /// What the server is started with besides.
    Map<String, String> settings() {
        Path folder = folder();
        if (folder == null) {
            return Map.of();
        }
        String to = quoted(folder) + "/%f";
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("archive_mode", "on");
        // After a crash it may be there already; another one of that name stays as it is.
        settings.put(
                "archive_command",
                "if [ -f \"" + to + "\" ]; then cmp -s \"%p\" \"" + to + "\"; else cp \"%p\" \"" + to
                        + ".part\" && sync \"" + to + ".part\" && mv \"" + to + ".part\" \"" + to
                        + "\"; fi && sync \"" + folder + "\"");
        settings.put("archive_timeout", "60s");
        return settings;
    }

    /// Two restores of one backup give the same name to what each of them begins, where the second did not know of
    /// the first one's archive. Then the newest piece that both have differs.
    private void requireOurs(Path folder) throws IOException {
        OptionalLong present = SystemIdentity.ofData(home.postgres());
        OptionalLong archived = SystemIdentity.ofArchive(folder);
        if (archived.isPresent() && !archived.equals(present)) {
            throw new StartException(Texts.text("archive-other-system", folder));
        }
        Path log = home.postgres().resolve("pg_wal");
        if (!Files.isDirectory(log)) {
            return;
        }
        Optional<Path> newest;
        try (Stream<Path> files = Files.list(log)) {
            newest = files.filter(file ->
                            SEGMENT.matcher(String.valueOf(file.getFileName())).matches())
                    .filter(file -> Files.exists(folder.resolve(String.valueOf(file.getFileName()))))
                    .max(Comparator.naturalOrder());
        }
        if (newest.isPresent()) {
            requireSame(newest.get(), folder.resolve(String.valueOf(newest.get().getFileName())));
        }
    }

    private static void requireSame(Path file, Path kept) throws IOException {
        if (Files.mismatch(file, kept) != -1) {
            throw new StartException(Texts.text("archive-other-life", Child.parent(kept), kept.getFileName()));
        }
    }

    private void copyHistories(Path folder) throws IOException {
        Path log = home.postgres().resolve("pg_wal");
        if (!Files.isDirectory(log)) {
            return;
        }
        try (Stream<Path> files = Files.list(log)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".history")).toList()) {
                Path kept = folder.resolve(String.valueOf(file.getFileName()));
                if (!Files.exists(kept)) {
                    keep(file, kept);
                } else {
                    requireSame(file, kept);
                }
            }
        }
    }

    private static void keep(Path file, Path kept) throws IOException {
        Path unfinished = kept.resolveSibling(kept.getFileName() + ".part");
        Files.deleteIfExists(unfinished);
        CheckedCopy.copy(file, unfinished, "");
        Files.move(unfinished, kept, StandardCopyOption.ATOMIC_MOVE);
        Folders.force(Child.parent(kept));
    }

    /// Whether the server has put away what it tried last, and nothing waits for minutes: an archive that does not
    /// answer fails nothing. While it cannot, its log grows.
    static boolean works(DatabaseAccounts server) {
        String sql = """
                select (last_failed_time is null or last_archived_time > last_failed_time)
                  and not exists (select from pg_ls_archive_statusdir()
                    where name like '%.ready' and modification < now() - interval '5 minutes')
                from pg_stat_archiver""";
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /// Such as can stand in the server's command and settings.
    static String quoted(Path folder) {
        String path = folder.toString();
        if (!path.matches("[^'\"%$`\\\\\n]+")) {
            throw new StartException(Texts.text("archive-bad-name", path));
        }
        return path;
    }

    private Path file() {
        return home.folder().resolve("archive");
    }
}
