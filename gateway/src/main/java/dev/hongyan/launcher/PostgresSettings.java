package dev.hongyan.launcher;

import java.util.LinkedHashMap;
import java.util.Map;

/// Settings of the server, for a small machine.
final class PostgresSettings {
    private PostgresSettings() {}

    static Map<String, String> of(boolean durable) {
        Map<String, String> settings = new LinkedHashMap<>();
        String safety = durable ? "on" : "off";
        settings.put("fsync", safety);
        settings.put("synchronous_commit", safety);
        settings.put("full_page_writes", safety);
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", "");
        settings.put("max_connections", "200");
        settings.put("shared_buffers", durable ? "128MB" : "64MB");
        settings.put("effective_cache_size", "512MB");
        settings.put("max_wal_size", "2GB");
        settings.put("checkpoint_timeout", "15min");
        // A backup that hangs keeps no more of the log than that.
        settings.put("max_slot_wal_keep_size", "16GB");
        settings.put("random_page_cost", "1.1");
        // Statements here are short: compiling one costs more than it saves.
        settings.put("jit", "off");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        return settings;
    }
}
