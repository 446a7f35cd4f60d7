package dev.hongyan.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the database's log is kept for a restore to any moment. The home remembers it: a run without it in
/// between would leave a hole that nobody sees.
record Archive(Home home) {
    private static final String NONE = "off";

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
            Home.write(file(), folder + "\n");
        } catch (IOException e) {
            throw new StartException(Texts.text("archive-not-made", given, e.toString()), e);
        }
    }

    @Nullable
    Path folder() {
        return Files.exists(file()) ? Path.of(Secrets.read(file())) : null;
    }

    /// What the server is started with besides. The histories that restores have begun go to the archive
    /// first: the server itself puts away those only that it begins while it archives.
    Map<String, String> settings() {
        Path folder = folder();
        if (folder == null) {
            return Map.of();
        }
        try {
            requireOurs(folder);
            copyHistories(folder);
        } catch (IOException e) {
            // The data is whole while its copy is away: the server runs and keeps its log until it can put it there.
            System.out.println(Texts.text("archive-away", folder, e.toString()));
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

    private void requireOurs(Path folder) throws IOException {
        OptionalLong present = SystemIdentity.ofData(home.postgres());
        OptionalLong archived = SystemIdentity.ofArchive(folder);
        if (archived.isPresent() && !archived.equals(present)) {
            throw new StartException(Texts.text("archive-other-system", folder));
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
                } else if (Files.mismatch(file, kept) != -1) {
                    throw new StartException(Texts.text("archive-other-life", folder, kept.getFileName()));
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

    /// Whether the server has put away what it tried last. While it cannot, its log grows.
    static boolean works(DatabaseAccounts server) {
        String sql = "select last_failed_time is null or last_archived_time > last_failed_time from pg_stat_archiver";
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
