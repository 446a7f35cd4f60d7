package dev.hongyan.launcher;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The settings that the programs read from their environment.
///
/// @param kafka the broker's address
record ServiceEnvironment(Options options, Home home, DatabaseAccounts postgres, String kafka) {

    Map<String, String> of(Service service, String instance) {
        Map<String, String> settings = new HashMap<>(addresses());
        settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(options.ports().of(instance)));
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(service.database()));
        settings.put("QUARKUS_DATASOURCE_USERNAME", service.database());
        settings.put("QUARKUS_DATASOURCE_PASSWORD", databasePassword(service));
        // On a busy machine a first connection may take longer than a pool waits.
        settings.put("QUARKUS_FLYWAY_CONNECT_RETRIES", "10");
        settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka);
        settings.put("HONGYAN_SERVICE_CLIENT_SECRET", clientSecret(home, service));
        settings.put("HONGYAN_ALLOWED_ORIGINS", allowedOrigins());
        settings.put("HONGYAN_PUBLIC_URL", publicUrl());
        settings.put("HONGYAN_INSTANCE", instance);
        settings.put("HONGYAN_DEMO", Boolean.toString(options.demo()));
        long generation = new Generations(home).of(service);
        if (generation > 0) {
            settings.put("HONGYAN_DATABASE_GENERATION", Long.toString(generation));
        }
        if (service == Service.USER) {
            settings.put("HONGYAN_SIGNING_KEY_SECRET", home.secret("SIGNING_KEY_SECRET"));
            for (Service client : Service.values()) {
                settings.put("HONGYAN_CLIENTS_" + client.name() + "_SERVICE_SECRET", clientSecret(home, client));
            }
        }
        if (service == Service.REDPACKET) {
            settings.put("HONGYAN_REDPACKET_SECRET", home.secret("REDPACKET_SECRET"));
            settings.put("HONGYAN_PAYMENT_PROVIDER", "sandbox");
            settings.put("HONGYAN_PAYMENT_SANDBOX_SECRET", home.secret("PAYMENT_SANDBOX_SECRET"));
        }
        settings.putAll(options.environment().getOrDefault("", Map.of()));
        settings.putAll(options.environment().getOrDefault(service.moduleName(), Map.of()));
        return settings;
    }

    Map<String, String> ofGateway() {
        Map<String, String> settings = new HashMap<>(addresses());
        settings.put("HONGYAN_GATEWAY_PORT", Integer.toString(options.ports().of("gateway")));
        settings.put("HONGYAN_MANAGEMENT_PORT", Integer.toString(options.ports().of("management")));
        settings.put("HONGYAN_PUBLIC_URL", publicUrl());
        settings.putAll(options.environment().getOrDefault("gateway", Map.of()));
        return settings;
    }

    String databasePassword(Service service) {
        return home.secret("DATABASE_" + service.name() + "_PASSWORD");
    }

    static String clientSecret(Home home, Service service) {
        return home.secret("CLIENT_" + service.name() + "_SECRET");
    }

    String publicUrl() {
        return options.publicUrl().isEmpty()
                ? "http://localhost:" + options.ports().of("gateway")
                : options.publicUrl();
    }

    private String allowedOrigins() {
        int port = options.ports().of("gateway");
        String local = "http://localhost:" + port + ",http://127.0.0.1:" + port;
        return options.publicUrl().isEmpty() ? local : options.publicUrl() + "," + local;
    }

    private Map<String, String> addresses() {
        Map<String, String> addresses = new HashMap<>();
        for (Service service : options.instances().keySet()) {
            String urls = options.names(service).stream()
                    .map(name -> "http://127.0.0.1:" + options.ports().of(name))
                    .collect(Collectors.joining(","));
            addresses.put("HONGYAN_" + service.name() + "_URL", urls);
        }
        return addresses;
    }
}
