package dev.hongyan.launcher;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.Driver;

/// A server on which databases and roles can be made, by whoever may make them.
record DatabaseAccounts(String host, int port, String user, String password) {

    String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /// Another role on the same server.
    DatabaseAccounts as(String role, String rolePassword) {
        return new DatabaseAccounts(host, port, role, rolePassword);
    }

    Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "60");
        // Not through DriverManager, which looks only at the class loader of its caller.
        Connection connection = new Driver().connect(jdbcUrl(database), properties);
        if (connection == null) {
            throw new SQLException("Not a PostgreSQL address: " + jdbcUrl(database));
        }
        return connection;
    }

    boolean answers() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(5);
        } catch (SQLException notYet) {
            return false;
        }
    }

    String show(String setting) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            return single(statement, "show " + statement.enquoteIdentifier(setting, false));
        } catch (SQLException e) {
            throw new StartException("PostgreSQL does not tell its setting " + setting + ": " + e.getMessage(), e);
        }
    }

    /// Makes the database and its role where they are missing and sets the role's password. The role owns this database
    /// and may connect to no other one.
    void ensure(String database, String role, String rolePassword) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            String owner = statement.enquoteIdentifier(role, true);
            String name = statement.enquoteIdentifier(database, true);
            boolean known = exists(statement, "pg_roles where rolname = " + statement.enquoteLiteral(role));
            statement.execute((known ? "alter" : "create") + " role " + owner + " login password "
                    + statement.enquoteLiteral(rolePassword));
            if (!exists(statement, "pg_database where datname = " + statement.enquoteLiteral(database))) {
                if (!"on".equals(single(statement, "show is_superuser"))) {
                    statement.execute("grant " + owner + " to current_user");
                }
                statement.execute("create database " + name + " owner " + owner);
            }
            statement.execute("revoke all on database " + name + " from public");
        } catch (SQLException e) {
            throw new StartException("The database " + database + " could not be prepared: " + e.getMessage(), e);
        }
    }

    private static boolean exists(Statement statement, String what) throws SQLException {
        return "t".equals(single(statement, "select exists (select from " + what + ")"));
    }

    private static String single(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
