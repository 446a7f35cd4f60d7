package dev.hongyan.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many commits of one row a second the same database makes durable: by pgbench where it is installed, else by a
/// loop of our own.
final class CommitCeiling {
    private static final Duration MEASURED = Duration.ofSeconds(8);
    private static final String INSERT = "insert into bench_commit (text) values ('wild geese fly south')";

    private CommitCeiling() {}

    /// @param by   what measured it
    /// @param one  commits a second of one client
    /// @param many those of sixteen clients together
    record Result(String by, long one, long many) {}

    static Result measure(Database database) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists bench_commit (id bigserial primary key, text text)");
            try {
                return hasPgbench()
                        ? new Result("pgbench", pgbench(database, 1), pgbench(database, 16))
                        : new Result("JDBC", jdbc(database, 1), jdbc(database, 16));
            } finally {
                statement.execute("drop table bench_commit");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean hasPgbench() {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, "pgbench"))) {
                return true;
            }
        }
        return false;
    }

    private static long pgbench(Database database, int clients) {
        URI address = URI.create(database.url().substring("jdbc:".length()));
        try {
            Path script = Files.createTempFile("commit", ".sql");
            Files.writeString(script, INSERT + ";\n");
            ProcessBuilder builder = new ProcessBuilder(
                    "pgbench",
                    "--no-vacuum",
                    "--protocol=prepared",
                    "--file=" + script,
                    "--client=" + clients,
                    "--jobs=" + Math.min(2, clients),
                    "--time=" + MEASURED.toSeconds(),
                    "--host=" + address.getHost(),
                    "--port=" + address.getPort(),
                    "--username=" + database.user(),
                    address.getPath().substring(1));
            builder.environment().put("PGPASSWORD", database.password());
            Process process = builder.redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Files.delete(script);
            Matcher rate = Pattern.compile("tps = ([0-9]+)").matcher(output);
            if (!rate.find()) {
                throw new IllegalStateException("pgbench said: " + output);
            }
            return Long.parseLong(rate.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long jdbc(Database database, int clients) {
        long end = System.nanoTime() + MEASURED.toNanos();
        List<Callable<Long>> loops = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            loops.add(() -> commit(database, end));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            long commits = 0;
            for (Future<Long> loop : threads.invokeAll(loops)) {
                commits += loop.get();
            }
            return commits / MEASURED.toSeconds();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long commit(Database database, long end) throws SQLException {
        long commits = 0;
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            while (System.nanoTime() < end) {
                insert.executeUpdate();
                commits++;
            }
        }
        return commits;
    }
}
