package dev.hongyan.message.conversation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/// How a user keeps a conversation; a missing row means the defaults.
final class SettingsRepository {
    private static final Conversation.Settings DEFAULTS = new Conversation.Settings(false, false, false, null, null);

    private SettingsRepository() {}

    static Conversation.Settings find(Connection connection, UUID user, UUID conversation) throws SQLException {
        String sql = "select muted, pinned, hidden, draft, folder from conversation_setting"
                + " where conversation = ? and user_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, conversation);
            statement.setObject(2, user);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new Conversation.Settings(
                                row.getBoolean(1),
                                row.getBoolean(2),
                                row.getBoolean(3),
                                row.getString(4),
                                row.getString(5))
                        : DEFAULTS;
            }
        }
    }

    static void write(Connection connection, UUID user, UUID conversation, Conversation.Settings settings)
            throws SQLException {
        String sql = """
                insert into conversation_setting (conversation, user_id, muted, pinned, hidden, draft, folder)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (conversation, user_id) do update set muted = excluded.muted, pinned = excluded.pinned,
                  hidden = excluded.hidden, draft = excluded.draft, folder = excluded.folder
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, conversation);
            statement.setObject(2, user);
            statement.setBoolean(3, settings.muted());
            statement.setBoolean(4, settings.pinned());
            statement.setBoolean(5, settings.hidden());
            statement.setString(6, settings.draft());
            statement.setString(7, settings.folder());
            statement.executeUpdate();
        }
    }
}
