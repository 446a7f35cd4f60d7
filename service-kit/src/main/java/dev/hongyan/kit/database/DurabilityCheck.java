package dev.hongyan.kit.database;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Refuses to start on a database that may forget what it has acknowledged: the promise that a message answered `sent`
/// survives a power cut would be a lie. Tests switch it off with `hongyan.database.durability-required=false`.
@ApplicationScoped
class DurabilityCheck {
    private static final List<String> NEEDED = List.of("fsync", "synchronous_commit", "full_page_writes");

    private final DataSource database;
    private final boolean required;

    @Inject
    DurabilityCheck(
            DataSource database, @ConfigProperty(name = "hongyan.database.durability-required") boolean required) {
        this.database = database;
        this.required = required;
    }

    void check(@Observes @Priority(1) StartupEvent event) throws SQLException {
        if (!required) {
            return;
        }
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String setting : NEEDED) {
                if (isOff(statement, setting)) {
                    throw new IllegalStateException("PostgreSQL runs with " + setting
                            + " = off and may lose acknowledged messages; switch it on");
                }
            }
        }
    }

    private static boolean isOff(Statement statement, String setting) throws SQLException {
        try (ResultSet row = statement.executeQuery("show " + setting)) {
            return row.next() && row.getString(1).equals("off");
        }
    }
}
