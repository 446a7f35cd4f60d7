package dev.hongyan.kit.testing;

import dev.hongyan.launcher.LocalKafka;
import dev.hongyan.launcher.LocalPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL and a real broker for the tests of one module, started once.
///
/// Argument `database`: the name of the service's database, `test` when absent. PostgreSQL runs without `fsync` here:
/// what it would survive is shown by the end-to-end tests.
public final class LocalStack implements QuarkusTestResourceLifecycleManager {
    private static final String PASSWORD = "test-only";

    private @Nullable LocalPostgres postgres;
    private @Nullable LocalKafka kafka;
    private String database = "test";

    @Override
    public void init(Map<String, String> arguments) {
        database = arguments.getOrDefault("database", database);
    }

    @Override
    public Map<String, String> start() {
        try {
            Path home = Files.createTempDirectory("hongyan-test");
            postgres = LocalPostgres.start(home.resolve("postgres"), 0, false);
            postgres.ensureDatabase(database, database, PASSWORD);
            kafka = LocalKafka.start(home.resolve("kafka"), brokerLib(), 0, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl(database));
        settings.put("quarkus.datasource.username", database);
        settings.put("quarkus.datasource.password", PASSWORD);
        settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        return settings;
    }

    @Override
    public void stop() {
        if (kafka != null) {
            kafka.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    private static Path brokerLib() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path lib = folder.resolve("gateway/broker/target/lib");
            if (Files.isDirectory(lib)) {
                return lib;
            }
        }
        throw new IllegalStateException("Build gateway/broker first");
    }
}
