package dev.hongyan.kit.probe;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/// The table that a service brings for its events.
@ApplicationScoped
class ProbeOutbox {
    private final DataSource database;

    @Inject
    ProbeOutbox(DataSource database) {
        this.database = database;
    }

    void create(@Observes StartupEvent event) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists outbox(id uuid primary key, created_at timestamptz,"
                    + " topic text, key text, type text, data text, traceparent text)");
        }
    }
}
