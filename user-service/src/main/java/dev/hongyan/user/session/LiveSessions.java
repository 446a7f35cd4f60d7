package dev.hongyan.user.session;

import dev.hongyan.kit.identity.TokenVerifier.SessionStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/// Asks the database about the session of every request: here an ended one is refused at once.
@ApplicationScoped
class LiveSessions implements SessionStatus {
    private static final String ALIVE =
            "select exists (select from session where id = ? and ended_at is null and expires_at > now())";

    private final DataSource database;

    @Inject
    LiveSessions(DataSource database) {
        this.database = database;
    }

    @Override
    public boolean hasEnded(UUID session) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(ALIVE)) {
            statement.setObject(1, session);
            try (ResultSet row = statement.executeQuery()) {
                return !(row.next() && row.getBoolean(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("session not looked up", e);
        }
    }
}
