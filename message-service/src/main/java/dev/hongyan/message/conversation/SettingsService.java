package dev.hongyan.message.conversation;

import dev.hongyan.contracts.Ids;
import dev.hongyan.message.log.HeldConversations;
import dev.hongyan.message.log.Notices;
import dev.hongyan.message.log.RuleTransaction;
import dev.hongyan.message.log.SelfNotice;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Changes how a user keeps a conversation, and tells his other devices of it in his `self` conversation: both
/// or neither.
@ApplicationScoped
class SettingsService {
    private static final long LONGEST_WAIT_MILLIS = 1_000;

    private final RuleTransaction transaction;
    /// The transaction is for one at a time. A change takes a few milliseconds, so one connection is enough.
    private final ReentrantLock turn = new ReentrantLock(true);

    @Inject
    SettingsService(RuleTransaction transaction) {
        this.transaction = transaction;
    }

    /// What the settings are then.
    ///
    /// @throws SQLTransientException when somebody else holds his `self` conversation, or too many are waiting
    Conversation.Settings change(UUID user, UUID conversation, SettingsChange change)
            throws SQLException, InterruptedException {
        if (!turn.tryLock(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new SQLTransientException("too many changes of settings are waiting");
        }
        try {
            return changeNow(user, conversation, change);
        } catch (SQLException e) {
            if (!isGone(e)) {
                throw e;
            }
            return changeNow(user, conversation, change); // the connection had been dead for long
        } finally {
            turn.unlock();
        }
    }

    private Conversation.Settings changeNow(UUID user, UUID conversation, SettingsChange change) throws SQLException {
        Changes changes = new Changes(user, conversation, change);
        transaction.run(changes);
        return changes.after();
    }

    private static boolean isGone(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08") || state.startsWith("57P");
    }

    /// The row is read and written while the `self` conversation is held: two changes of one user do not meet.
    private static final class Changes implements RuleTransaction.Changes {
        private final UUID user;
        private final UUID conversation;
        private final SettingsChange change;
        private Conversation.@Nullable Settings after;

        Changes(UUID user, UUID conversation, SettingsChange change) {
            this.user = user;
            this.conversation = conversation;
            this.change = change;
        }

        Conversation.Settings after() {
            if (after == null) {
                throw new IllegalStateException("nothing was written");
            }
            return after;
        }

        @Override
        public boolean keepsAppendsOut() {
            return false;
        }

        @Override
        public Set<UUID> selves() {
            return Set.of(user);
        }

        @Override
        public Set<UUID> groups() {
            return Set.of();
        }

        @Override
        public List<SelfNotice> notices() {
            var notice = Notices.of(Notices.body("settings-changed").put("conversation", conversation.toString()));
            return List.of(new SelfNotice(user, Ids.v7(), user, notice));
        }

        @Override
        public void write(Connection connection, HeldConversations held) throws SQLException {
            Conversation.Settings before = SettingsRepository.find(connection, user, conversation);
            after = change.appliedTo(before);
            SettingsRepository.write(connection, user, conversation, after);
        }
    }
}
