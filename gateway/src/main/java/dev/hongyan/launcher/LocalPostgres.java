package dev.hongyan.launcher;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A PostgreSQL server of this machine on the loopback address, its data in one folder.
///
/// The folder is made on the first start and used again afterwards, also when the server before was killed. Beside it
/// lie
/// the superuser's password (`<folder>.secret`, mode 600) and the server's log (`<folder>.log`).
public final class LocalPostgres implements AutoCloseable {
    private static final String SUPERUSER = "hongyan_admin";
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Child child;
    private final DatabaseAccounts accounts;

    private LocalPostgres(Child child, DatabaseAccounts accounts) {
        this.child = child;
        this.accounts = accounts;
    }

    /// Starts a server that ends with this JVM at the latest.
    ///
    /// @param port 0 takes a free one
    /// @param durable true: a commit is on the disk before it is answered; false: faster, for tests of logic only
    public static LocalPostgres start(Path dataDir, int port, boolean durable) {
        return start(dataDir, port, durable, Map.of());
    }

    /// @param more settings
    static LocalPostgres start(Path dataDir, int port, boolean durable, Map<String, String> more) {
        return start(dataDir, port, durable, more, START);
    }

    /// @param longest how long it may take until it answers: where it recovers, until all is replayed
    static LocalPostgres start(Path dataDir, int port, boolean durable, Map<String, String> more, Duration longest) {
        LocalPostgres server = start(dataDir, port, durable, more, longest, sibling(dataDir, ".log"));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-postgres"));
        return server;
    }

    private static LocalPostgres start(
            Path dataDir, int port, boolean durable, Map<String, String> more, Duration longest, Path log) {
        DatabaseAccounts accounts = accounts(dataDir, port == 0 ? Ports.free() : port);
        prepare(dataDir, durable, log);
        Child child = Child.startReady(
                () -> launch(dataDir, accounts.port(), durable, more, log),
                accounts::answers,
                longest,
                LocalPostgres::waitsForSessions);
        if (durable) {
            try {
                requireDurable(accounts);
            } catch (StartException e) {
                child.stop("INT", STOP);
                throw e;
            }
        }
        return new LocalPostgres(child, accounts);
    }

    /// Makes the folder on the first start, and ends a server that was left behind.
    static void prepare(Path dataDir, boolean durable, Path log) {
        Path data = dataDir.toAbsolutePath().normalize();
        Path binaries = PostgresBinaries.folder();
        if (!Files.isDirectory(data)) {
            initialise(binaries, data, sibling(data, ".secret"), durable, log);
        }
        endFormerServer(data);
    }

    /// Starts the server's process and does not wait for it.
    ///
    /// @param more settings
    static Child launch(Path dataDir, int port, boolean durable, Map<String, String> more, Path log) {
        List<String> command = new ArrayList<>(List.of(
                PostgresBinaries.folder().resolve("bin/postgres").toString(),
                "-D",
                dataDir.toAbsolutePath().normalize().toString(),
                "-p",
                Integer.toString(port)));
        Map<String, String> settings = PostgresSettings.of(durable);
        settings.putAll(more);
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return Child.start("PostgreSQL", unprivileged(command), environment(), log);
    }

    /// The last sessions of a killed server need a moment to end and hold its shared memory until then.
    static boolean waitsForSessions(Child ended) {
        return ended.tail(5).contains("shared memory block");
    }

    /// The superuser's account on the server of this folder, whether it runs or not.
    static DatabaseAccounts accounts(Path dataDir, int port) {
        Path secret = sibling(dataDir, ".secret");
        if (!Files.exists(secret)) {
            if (Files.isDirectory(dataDir)) {
                throw new StartException("The password of the database in " + dataDir + " is gone: " + secret);
            }
            Secrets.write(secret, Secrets.random());
        }
        return new DatabaseAccounts("127.0.0.1", port, SUPERUSER, Secrets.read(secret));
    }

    public int port() {
        return accounts.port();
    }

    public long pid() {
        return child.pid();
    }

    public String jdbcUrl(String database) {
        return accounts.jdbcUrl(database);
    }

    /// Makes the database and its role where they are missing and sets the role's password. The role owns this database
    /// and may connect to no other one.
    public void ensureDatabase(String name, String role, String password) {
        accounts.ensure(name, role, password);
    }

    /// A connection as superuser.
    public Connection connect(String database) throws SQLException {
        return accounts.connect(database);
    }

    @Override
    public void close() {
        // INT is the fast shutdown: sessions are ended, the log is written out. TERM would wait for every client.
        child.stop("INT", STOP);
    }

    Child child() {
        return child;
    }

    DatabaseAccounts accounts() {
        return accounts;
    }

    static void requireDurable(DatabaseAccounts accounts) {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            String value = accounts.show(setting);
            if (!"on".equals(value)) {
                throw new StartException("PostgreSQL runs with " + setting + " = " + value + ", which loses data.");
            }
        }
    }

    private static void initialise(Path binaries, Path data, Path secret, boolean durable, Path log) {
        // Made beside and renamed, so that a folder that exists is always whole.
        Path unfinished = sibling(data, ".new");
        try {
            Folders.delete(unfinished);
            Files.createDirectories(Child.parent(data));
            List<String> command = new ArrayList<>(List.of(
                    binaries.resolve("bin/initdb").toString(),
                    "--pgdata=" + unfinished,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + secret,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C"));
            if (!durable) {
                command.add("--no-sync");
            }
            Child.run("initdb", unprivileged(command), environment(), log);
            Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The server refuses to run as root. In a user namespace of its own it does not see that it is.
    private static List<String> unprivileged(List<String> command) {
        if (new UnixSystem().getUid() != 0) {
            return command;
        }
        List<String> wrapped = new ArrayList<>(List.of("unshare", "-U"));
        wrapped.addAll(command);
        return wrapped;
    }

    /// Ends a server that its launcher left behind; forgets one that is gone. PostgreSQL itself goes by the number
    /// alone
    /// and would refuse to start when another program has it by now.
    static void endFormerServer(Path data) {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        try {
            long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
            Processes.find(pid, data.toString()).ifPresent(server -> Processes.stop(server, "INT"));
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> environment() {
        return Map.of("LC_ALL", "C", "TZ", "UTC");
    }

    private static Path sibling(Path dataDir, String suffix) {
        Path data = dataDir.toAbsolutePath().normalize();
        return data.resolveSibling(data.getFileName() + suffix);
    }
}
