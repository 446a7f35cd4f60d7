package dev.hongyan.message.conversation;

import dev.hongyan.message.log.Notices;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;

/// Changes how a user keeps a conversation.
@ApplicationScoped
class SettingsService {
    private final OwnChanges changes;

    @Inject
    SettingsService(OwnChanges changes) {
        this.changes = changes;
    }

    /// What the settings are then.
    ///
    /// @throws SQLException when nothing has changed, since it could not be told of now
    Conversation.Settings change(UUID user, UUID conversation, SettingsChange change)
            throws SQLException, InterruptedException {
        var notice = Notices.body("settings-changed").put("conversation", conversation.toString());
        return changes.make(user, notice, connection -> {
            Conversation.Settings before = SettingsRepository.find(connection, user, conversation);
            Conversation.Settings after = change.appliedTo(before);
            SettingsRepository.write(connection, user, conversation, after);
            return after;
        });
    }
}
