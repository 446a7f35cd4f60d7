package dev.hongyan.benchmarks;

import dev.hongyan.launcher.Cluster;
import dev.hongyan.launcher.Service;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// What the databases hold, to be compared with what they hold another time: of each conversation and of each table of
/// the ledger how many rows, and a digest over all their columns.
record Contents(Map<String, String> parts) {
    private static final String LOG = """
            select 'conversation ' || c.id, m.rows from conversation c, lateral (
              select count(*) || ' rows, ' || encode(sha256(
                string_agg(sha256(convert_to(m::text, 'UTF8')), ''::bytea order by m.seq)), 'hex') as rows
              from message m where m.conversation = c.id) m""";
    private static final String TABLE = """
            select '%1$s', count(*) || ' rows, ' || encode(sha256(
              string_agg(sha256(convert_to(t::text, 'UTF8')), ''::bytea order by t::text)), 'hex') from %1$s t""";
    private static final List<String> LOG_TABLES = List.of("conversation", "member");
    private static final List<String> LEDGER_TABLES = List.of("account", "movement", "posting", "payment");

    Contents {
        parts = Map.copyOf(parts);
    }

    static Contents ofLog(Cluster cluster) {
        Map<String, String> parts = new LinkedHashMap<>();
        read(cluster, Service.MESSAGE, LOG, parts);
        LOG_TABLES.forEach(table -> read(cluster, Service.MESSAGE, TABLE.formatted(table), parts));
        return new Contents(parts);
    }

    static Contents ofLedger(Cluster cluster) {
        Map<String, String> parts = new LinkedHashMap<>();
        LEDGER_TABLES.forEach(table -> read(cluster, Service.REDPACKET, TABLE.formatted(table), parts));
        return new Contents(parts);
    }

    /// What is not the same, missing or new, in words.
    List<String> differences(Contents later) {
        List<String> differences = new ArrayList<>();
        parts.forEach((part, rows) -> {
            String now = later.parts.getOrDefault(part, "nothing");
            if (!now.equals(rows)) {
                differences.add(part + " had " + rows + " and has " + now);
            }
        });
        later.parts.keySet().stream().filter(part -> !parts.containsKey(part)).forEach(differences::add);
        return differences;
    }

    /// A number that a service's database tells.
    static long number(Cluster cluster, Service service, String sql) {
        Map<String, String> answer = new LinkedHashMap<>();
        read(cluster, service, "select 'number', (" + sql + ")", answer);
        return Long.parseLong(Objects.requireNonNull(answer.get("number"), sql));
    }

    static Connection connect(Cluster cluster, Service service) throws SQLException {
        String role = "hongyan_" + service.name().toLowerCase(Locale.ROOT);
        return DriverManager.getConnection(cluster.jdbcUrl(service), role, cluster.databasePassword(service));
    }

    private static void read(Cluster cluster, Service service, String sql, Map<String, String> into) {
        try (Connection connection = connect(cluster, service);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                into.put(rows.getString(1), String.valueOf(rows.getString(2)));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
