package dev.hongyan.message.log;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.message.MessageContent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A conversation whose row the transaction holds, and what the transaction appends to it.
final class Target {
    private final UUID id;
    private final String kind;
    private final long head;
    private final @Nullable UUID userA;
    private final @Nullable UUID userB;
    private final List<Row> rows = new ArrayList<>(2);
    private final Map<UUID, Row> rowsById = new HashMap<>(4);
    private @Nullable UUID begunId;

    Target(UUID id, String kind, long head, @Nullable UUID userA, @Nullable UUID userB) {
        this.id = id;
        this.kind = kind;
        this.head = head;
        this.userA = userA;
        this.userB = userB;
    }

    UUID id() {
        return id;
    }

    boolean isSelf() {
        return kind.equals("self");
    }

    boolean has(UUID user) {
        return user.equals(userA) || user.equals(userB);
    }

    /// The other one of a direct conversation; null in every other kind.
    @Nullable
    UUID peerOf(UUID user) {
        return user.equals(userA) ? userB : userA;
    }

    /// The users of a direct or `self` conversation.
    List<UUID> users() {
        List<UUID> users = new ArrayList<>(2);
        if (userA != null) {
            users.add(userA);
        }
        if (userB != null) {
            users.add(userB);
        }
        return users;
    }

    long headBefore() {
        return head;
    }

    long headAfter() {
        return head + rows.size();
    }

    /// Whether this transaction writes number 1, and so the members.
    boolean begins() {
        return head == 0 && !rows.isEmpty();
    }

    List<Row> rows() {
        return rows;
    }

    /// Whether that is the id of the first notice, which this transaction writes. A client can compute it, and the
    /// notice is in no row yet that would speak against it.
    boolean isReserved(UUID messageId) {
        return head == 0 && messageId.equals(begunId());
    }

    private UUID begunId() {
        UUID known = begunId;
        if (known == null) {
            known = Ids.derived(id, "begun");
            begunId = known;
        }
        return known;
    }

    /// What this transaction already appends under that id.
    @Nullable
    Row earlier(UUID messageId) {
        return rowsById.get(messageId);
    }

    /// Numbers a message; before the first of a conversation, the notice that names who takes part.
    Row append(UUID messageId, @Nullable UUID sender, MessageContent content, byte[] digest) {
        begin(sender);
        Row row = new Row(headAfter() + 1, messageId, sender, content, digest);
        rows.add(row);
        rowsById.put(messageId, row);
        return row;
    }

    /// Writes the first notice unless it is there.
    void begin(@Nullable UUID actor) {
        if (headAfter() > 0) {
            return;
        }
        MessageContent notice = isSelf() ? Notices.welcome() : Notices.conversationBegun(users());
        rows.add(new Row(1, begunId(), isSelf() ? null : actor, notice, notice.digest()));
    }

    /// A numbered message.
    @SuppressWarnings("ArrayRecordComponent") // compared by content where it matters
    record Row(long seq, UUID id, @Nullable UUID sender, MessageContent content, byte[] digest) {
        int flags() {
            return (content.type().visible() ? Notices.VISIBLE : 0)
                    | (content.mentions() ? Notices.MENTIONS : 0)
                    | (seq == 1 ? Notices.MEMBERS : 0);
        }
    }
}
