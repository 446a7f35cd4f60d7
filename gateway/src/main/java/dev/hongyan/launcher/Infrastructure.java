package dev.hongyan.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// PostgreSQL and Kafka: own processes, or servers that were there before.
///
/// @param programs what is to be started; empty where both are given
record Infrastructure(DatabaseAccounts postgres, String kafkaAddress, List<Program.Kind> programs) {

    /// `HONGYAN_POSTGRES_URL` and `HONGYAN_KAFKA` name servers that are used instead of own ones.
    static Infrastructure of(Options options, Home home, Map<String, String> environment) {
        List<Program.Kind> programs = new ArrayList<>();
        DatabaseAccounts postgres;
        String postgresUrl = environment.getOrDefault("HONGYAN_POSTGRES_URL", "");
        if (postgresUrl.isEmpty()) {
            postgres = LocalPostgres.accounts(home.postgres(), options.ports().of("postgres"));
            programs.add(postgresKind(home, postgres));
        } else {
            postgres = external(postgresUrl);
        }
        String kafka = environment.getOrDefault("HONGYAN_KAFKA", "");
        if (kafka.isEmpty()) {
            kafka = "127.0.0.1:" + options.ports().of("kafka");
            programs.addFirst(kafkaKind(options, home, kafka, environment));
        }
        return new Infrastructure(postgres, kafka, programs);
    }

    static DatabaseAccounts external(String url) {
        URI uri = URI.create(url);
        String[] user = String.valueOf(uri.getUserInfo()).split(":", 2);
        if (uri.getHost() == null || user.length != 2) {
            throw new StartException(Texts.text("bad-postgres-url"));
        }
        int port = uri.getPort() < 0 ? 5432 : uri.getPort();
        return new DatabaseAccounts(uri.getHost(), port, user[0], user[1]);
    }

    private static Program.Kind postgresKind(Home home, DatabaseAccounts accounts) {
        Path log = home.log("postgres");
        Archive archive = new Archive(home);
        return new Program.Kind(
                "postgres",
                accounts.port(),
                "INT",
                () -> {
                    LocalPostgres.prepare(home.postgres(), true, log);
                    archive.prepare();
                },
                () -> LocalPostgres.launch(home.postgres(), accounts.port(), true, archive.settings(), log),
                accounts::answers,
                LocalPostgres::waitsForSessions);
    }

    private static Program.Kind kafkaKind(Options options, Home home, String address, Map<String, String> environment) {
        int port = options.ports().of("kafka");
        int controller = options.ports().of("kafka-controller");
        Path lib = options.root().resolve("gateway/broker/target/lib");
        Path log = home.log("kafka");
        return new Program.Kind(
                "kafka",
                port,
                "TERM",
                () -> LocalKafka.prepare(home.kafka(), lib, port, controller, log),
                () -> LocalKafka.launch(home.kafka(), lib, log, JavaCommand.added("kafka", environment)),
                () -> LocalKafka.answers(address),
                _ -> false);
    }
}
