package dev.hongyan.benchmarks;

import dev.hongyan.launcher.Cluster;
import dev.hongyan.launcher.Service;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// message-service's database, looked into beside the measured parts: what the log holds, how durable it is.
record Database(String url, String user, String password) {

    static Database of(Cluster cluster) {
        return new Database(
                cluster.jdbcUrl(Service.MESSAGE), "hongyan_message", cluster.databasePassword(Service.MESSAGE));
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    Map<String, String> durability() {
        Map<String, String> settings = new LinkedHashMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String name : new String[] {"server_version", "fsync", "synchronous_commit", "full_page_writes"}) {
                try (ResultSet row = statement.executeQuery("show " + name)) {
                    row.next();
                    settings.put(name, row.getString(1));
                }
            }
            return settings;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// How many checkpoints have begun since the server began; negative where a server does not tell.
    long checkpoints() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select num_timed + num_requested from pg_stat_checkpointer")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException olderServer) {
            return -1;
        }
    }

    /// How many balances of the ledger are not the sum of what was posted.
    static long wrongBalances(Cluster cluster) {
        return ofLedger(cluster, """
                select count(*) from account a
                where balance <> (select coalesce(sum(amount), 0) from posting where account = a.id)""");
    }

    /// How many lines wait to be carried to claimers and senders.
    static long waitingLines(Cluster cluster) {
        return ofLedger(cluster, "select count(*) from self_line");
    }

    /// Throws away what waits to be carried.
    static void forgetLines(Cluster cluster) {
        ofLedger(cluster, "with gone as (delete from self_line returning 1) select count(*) from gone");
    }

    private static long ofLedger(Cluster cluster, String sql) {
        String url = cluster.jdbcUrl(Service.REDPACKET);
        try (Connection connection = DriverManager.getConnection(
                        url, "hongyan_redpacket", cluster.databasePassword(Service.REDPACKET));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The newest number of each conversation.
    Map<UUID, Long> heads() {
        Map<UUID, Long> heads = new HashMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select id, head from conversation")) {
            while (rows.next()) {
                heads.put(rows.getObject(1, UUID.class), rows.getLong(2));
            }
            return heads;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
