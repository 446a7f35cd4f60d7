package dev.hongyan.message.conversation;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How a user keeps a conversation.
@Entity
@Table(name = "conversation_setting")
class ConversationSetting extends PanacheEntityBase {
    @EmbeddedId
    Key key = new Key();

    boolean muted;
    boolean pinned;
    boolean hidden;

    @Nullable
    String draft;

    @Nullable
    String folder;

    /// Whose, and of which conversation.
    @Embeddable
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        UUID conversation = new UUID(0, 0);

        @Column(name = "user_id")
        UUID user = new UUID(0, 0);

        Key() {}

        Key(UUID conversation, UUID user) {
            this.conversation = conversation;
            this.user = user;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.conversation.equals(conversation) && key.user.equals(user);
        }

        @Override
        public int hashCode() {
            return 31 * conversation.hashCode() + user.hashCode();
        }
    }
}
