package dev.hongyan.message.conversation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.UUID;

/// Changes how a user keeps a conversation.
@ApplicationScoped
class SettingsService {
    private final EntityManager entities;

    @Inject
    SettingsService(EntityManager entities) {
        this.entities = entities;
    }

    /// The row is made first, so that two first changes do not collide.
    @Transactional
    Conversation.Settings change(UUID user, UUID conversation, SettingsChange change) {
        entities.createNativeQuery("insert into conversation_setting (conversation, user_id, muted, pinned, hidden)"
                        + " values (?, ?, false, false, false) on conflict do nothing")
                .setParameter(1, conversation)
                .setParameter(2, user)
                .executeUpdate();
        ConversationSetting setting = ConversationSetting.findById(
                new ConversationSetting.Key(conversation, user), LockModeType.PESSIMISTIC_WRITE);
        change.applyTo(setting);
        return new Conversation.Settings(setting.muted, setting.pinned, setting.hidden, setting.draft, setting.folder);
    }
}
