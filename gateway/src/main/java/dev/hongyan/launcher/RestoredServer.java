package dev.hongyan.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A copy of a backup, and the server that brings it to its moment.
///
/// @param histories an archive in which earlier restores have left their names, so that this one gets another
record RestoredServer(
        Path backup,
        Path work,
        @Nullable Path archive,
        @Nullable Instant to,
        @Nullable Path histories) {

    /// Copies and checks.
    void unpack(BackupManifest manifest) throws IOException {
        CheckedCopy.folder(data());
        for (String folder : manifest.folders()) {
            CheckedCopy.folder(within(data(), folder));
        }
        List<Callable<BackupManifest.Content>> copies = new ArrayList<>();
        manifest.files().forEach(file -> copies.add(() -> unpack(file)));
        SideBySide.run(copies);
    }

    private BackupManifest.Content unpack(BackupManifest.Content file) throws IOException {
        boolean isData = file.path().startsWith("data/");
        Path target = isData ? within(data(), file.path().substring(5)) : within(work, file.path());
        Path source = within(backup, file.path());
        if (!Files.isRegularFile(source)
                || !CheckedCopy.copy(source, target, file.path()).equals(file)) {
            throw new StartException(Texts.text("restore-damaged", source));
        }
        return file;
    }

    /// A server on the copy that has come to its moment and begun a time of its own: from then on its log
    /// has other names, so that an archive never mixes the two.
    LocalPostgres recover(Duration longest) throws IOException, SQLException {
        Files.writeString(data().resolve("recovery.signal"), "");
        String settings =
                "\nrestore_command = '" + restoreCommand() + "'\n" + target() + "recovery_target_action = 'promote'\n";
        Files.copy(settings(), work.resolve("settings"));
        Files.writeString(settings(), settings, StandardOpenOption.APPEND);
        Folders.forceAll(work);
        long end = System.nanoTime() + longest.toNanos();
        LocalPostgres server = started(longest, end);
        try {
            awaitPromotion(server, longest, end);
            return server;
        } catch (RuntimeException | SQLException e) {
            server.close();
            throw e;
        }
    }

    /// It answers only when it has replayed all that was written while the backup was made.
    private LocalPostgres started(Duration longest, long end) {
        try {
            return LocalPostgres.start(data(), 0, true, Map.of(), longest);
        } catch (StartException e) {
            if (System.nanoTime() > end) {
                throw new StartException(Texts.text("restore-slow", longest.toMinutes()), e);
            }
            throw new StartException(Texts.text("restore-ended", String.valueOf(e.getMessage())), e);
        }
    }

    /// The next start is an ordinary one.
    void forgetRecovery() throws IOException {
        Files.delete(settings());
        Files.move(work.resolve("settings"), settings());
    }

    /// A sentence that says how far the archive reached: a hole in it ends the recovery like its end does.
    static String reached(LocalPostgres server) throws SQLException {
        String sql = """
                select to_char(pg_last_xact_replay_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')""";
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            @Nullable String last = row.getString(1);
            return last == null ? Texts.text("restore-reached-none") : Texts.text("restore-reached", last);
        }
    }

    /// The highest generation in which these databases have been written, as far as they tell: message-service notes
    /// each, redpacket-service those in which withdrawals were released.
    static long generation(LocalPostgres server) throws SQLException {
        return Math.max(
                generation(server, Service.MESSAGE, "restoration"),
                generation(server, Service.REDPACKET, "withdrawal_release"));
    }

    private static long generation(LocalPostgres server, Service service, String table) throws SQLException {
        try (Connection connection = server.connect(service.database());
                Statement statement = connection.createStatement()) {
            try (ResultSet known = statement.executeQuery("select to_regclass('" + table + "') is not null")) {
                known.next();
                if (!known.getBoolean(1)) {
                    return 0;
                }
            }
            try (ResultSet row = statement.executeQuery("select coalesce(max(generation), 0) from " + table)) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static void awaitPromotion(LocalPostgres server, Duration longest, long end) throws SQLException {
        while (inRecovery(server)) {
            if (System.nanoTime() > end) {
                throw new StartException(Texts.text("restore-slow", longest.toMinutes()));
            }
            Child.pause(Duration.ofMillis(200));
        }
    }

    private static boolean inRecovery(LocalPostgres server) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_is_in_recovery()")) {
            row.next();
            return row.getBoolean(1);
        } catch (SQLException e) {
            if (server.child().alive()) {
                throw e;
            }
            throw new StartException(Texts.text("restore-ended", server.child().tail(6)), e);
        }
    }

    /// Without an archive to go on in it ends where the backup is whole.
    private String target() {
        if (archive == null) {
            return "recovery_target = 'immediate'\nrecovery_target_timeline = 'current'\n";
        }
        return to == null
                ? ""
                : "recovery_target_time = '" + to.toString().replace('T', ' ').replace("Z", "+00") + "'\n";
    }

    private String restoreCommand() {
        Path from = archive == null ? histories : archive;
        return from == null ? "false" : "cp \"" + Archive.quoted(from) + "/%f\" \"%p\"";
    }

    private Path data() {
        return work.resolve("postgres");
    }

    private Path settings() {
        return data().resolve("postgresql.auto.conf");
    }

    /// What a manifest names lies in its folder.
    private static Path within(Path folder, String name) {
        Path path = folder.resolve(name).normalize();
        if (!path.startsWith(folder.normalize())) {
            throw new StartException(Texts.text("restore-damaged", name));
        }
        return path;
    }
}
