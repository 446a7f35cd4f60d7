package dev.hongyan.launcher;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/// Replaces what a database holds with what the one of the same name on another server holds, in one
/// transaction. Both have gone through the same migrations; the list of these stays as it is.
record DatabaseCopy(Connection from, Connection to) {
    private static final String TABLES = """
            select format('%I.%I', n.nspname, c.relname),
              (select string_agg(quote_ident(a.attname), ', ' order by a.attname) from pg_attribute a
               where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '')
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
              and c.relname <> 'flyway_schema_history' order by 1""";
    private static final String MIGRATIONS = """
            select version, checksum from flyway_schema_history where version is not null order by 1""";
    private static final String SEQUENCES = """
            select format('%I.%I', schemaname, sequencename), last_value from pg_sequences
            where last_value is not null""";

    /// @param columns in one order on both sides
    private record Table(String name, String columns) {}

    /// The migrations count besides the tables: one that makes an index changes no table, and would run again
    /// where an older list says that it has not.
    void requireAlike() throws SQLException {
        if (!migrations(from).equals(migrations(to)) || !tables(from).equals(tables(to))) {
            throw new StartException(Texts.text("restore-other-tables"));
        }
    }

    /// Everything, with the sequences, which never go back: a number given twice would do harm, a skipped one
    /// not.
    void run() throws SQLException {
        List<Table> tables = tables(from);
        to.setAutoCommit(false);
        try (Statement statement = to.createStatement()) {
            // No trigger and no foreign key looks: what comes was right where it comes from.
            statement.execute("set session_replication_role = replica");
            statement.execute("truncate "
                    + String.join(", ", tables.stream().map(Table::name).toList()));
            for (Table table : tables) {
                copy(table);
            }
            moveSequences(statement);
            to.commit();
            to.setAutoCommit(true);
            analyze(statement);
        }
    }

    /// The server does it by itself, later.
    private static void analyze(Statement statement) {
        try {
            statement.execute("analyze");
        } catch (SQLException e) {
            System.out.println(Texts.text("restore-not-analysed", String.valueOf(e.getMessage())));
        }
    }

    private static List<String> migrations(Connection connection) throws SQLException {
        List<String> migrations = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(MIGRATIONS)) {
            while (rows.next()) {
                migrations.add(rows.getString(1) + " " + rows.getString(2));
            }
        }
        return migrations;
    }

    private static List<Table> tables(Connection connection) throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                tables.add(new Table(rows.getString(1), rows.getString(2)));
            }
        }
        return tables;
    }

    private void copy(Table table) throws SQLException {
        String what = "copy " + table.name() + " (" + table.columns() + ") ";
        CopyOut out = copies(from).copyOut(what + "to stdout (format binary)");
        CopyIn in = copies(to).copyIn(what + "from stdin (format binary)");
        for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
            in.writeToCopy(row, 0, row.length);
        }
        in.endCopy();
    }

    private void moveSequences(Statement statement) throws SQLException {
        try (Statement there = from.createStatement();
                ResultSet rows = there.executeQuery(SEQUENCES)) {
            while (rows.next()) {
                String name = statement.enquoteLiteral(rows.getString(1));
                statement.execute("select setval(" + name + ", greatest(" + rows.getLong(2)
                        + ", coalesce(pg_sequence_last_value(" + name + "::regclass), 1)))");
            }
        }
    }

    private static CopyManager copies(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }
}
