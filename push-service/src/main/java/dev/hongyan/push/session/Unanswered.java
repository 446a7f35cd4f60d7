package dev.hongyan.push.session;

import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.push.messagelog.LogRun;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The sends of one session that message-service has not answered. A record often overtakes the answer; whatever brings
/// the message first settles the send.
final class Unanswered {
    private @Nullable Map<UUID, PendingSend> byId;

    boolean isEmpty() {
        return byId == null;
    }

    /// Keeps a send; null when the very same is under way already and will be answered once more.
    @Nullable
    PendingSend begin(Session session, UUID conversation, UUID id, MessageContent content) {
        if (byId == null) {
            byId = new HashMap<>(4);
        }
        PendingSend before = byId.get(id);
        if (before != null && before.saysTheSame(conversation, content)) {
            before.repeat();
            return null;
        }
        PendingSend pending = new PendingSend(session, conversation, id, content);
        byId.putIfAbsent(id, pending);
        return pending;
    }

    /// Whether this settles the send; false when something was faster.
    boolean settle(PendingSend pending) {
        if (!pending.settle()) {
            return false;
        }
        if (byId != null) {
            byId.remove(pending.id(), pending);
            if (byId.isEmpty()) {
                byId = null;
            }
        }
        return true;
    }

    /// The send that a message settles, by conversation, id and content; null when there is none.
    @Nullable
    PendingSend settledBy(LogRun run, LogRun.Entry entry) {
        PendingSend pending = byId == null ? null : byId.get(entry.id());
        return pending != null && pending.isIn(run, entry) && settle(pending) ? pending : null;
    }
}
