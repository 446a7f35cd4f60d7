package dev.hongyan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.launcher.Service;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// The books of redpacket-service, as they stand in its database.
record Books(Stack stack) {
    /// What all have, and what all postings come to: never anything but what was paid in, and 0. False when
    /// the database was not there to be asked.
    boolean agree(long paidIn) {
        List<Long> sums;
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select (select sum(balance) from account), (select sum(amount) from posting)")) {
            row.next();
            sums = List.of(row.getLong(1), row.getLong(2));
        } catch (SQLException e) {
            return false;
        }
        assertThat(sums).containsExactly(paidIn, 0L);
        return true;
    }

    /// The sum of all is what was paid in, and each balance the sum of its postings.
    void assertAgree(long paidIn) {
        assertThat(agree(paidIn)).isTrue();
        assertThat(number("""
                select count(*) from account a
                where balance <> (select coalesce(sum(amount), 0) from posting where account = a.id)""")).isZero();
    }

    /// What a statement answers.
    long number(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                stack.cluster().jdbcUrl(Service.REDPACKET),
                "hongyan_redpacket",
                stack.cluster().databasePassword(Service.REDPACKET));
    }
}
