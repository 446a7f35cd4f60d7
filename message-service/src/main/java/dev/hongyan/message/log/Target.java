package dev.hongyan.message.log;

import dev.hongyan.contracts.Ids;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.contracts.message.AppendAnswer;
import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.kit.trace.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A conversation whose row the transaction holds, and what the transaction appends to it.
final class Target {
    private final UUID id;
    private final String kind;
    private final long head;
    private final @Nullable UUID userA;
    private final @Nullable UUID userB;
    private final boolean mutedAll;
    private final long gap;
    /// Of a group: who wants to write, and as what if he is a member.
    private final Map<UUID, Optional<Writer>> writers;

    private final List<Row> rows = new ArrayList<>(2);
    private final Map<UUID, Row> rowsById = new HashMap<>(4);
    private @Nullable UUID begunId;
    private List<Trace> traces = List.of();

    /// @param gap how many numbers may be in use that this database has forgotten, since it was restored after the last
    ///     write; 0 when it was not
    Target(UUID id, String kind, long head, @Nullable UUID userA, @Nullable UUID userB, boolean mutedAll, long gap) {
        this.id = id;
        this.kind = kind;
        this.head = head;
        this.userA = userA;
        this.userB = userB;
        this.mutedAll = mutedAll;
        this.gap = gap;
        this.writers = isGroup() ? new HashMap<>() : Map.of();
    }

    UUID id() {
        return id;
    }

    boolean isSelf() {
        return kind.equals("self");
    }

    boolean isGroup() {
        return kind.equals("group");
    }

    boolean has(UUID user) {
        return user.equals(userA)
                || user.equals(userB)
                || writers.getOrDefault(user, Optional.empty()).isPresent();
    }

    /// Notes that somebody wants to write into the group; false when that was noted before.
    boolean meets(UUID user) {
        return writers.putIfAbsent(user, Optional.empty()) == null;
    }

    /// He is a member of the group, as the database says under the lock.
    void admit(UUID user, Writer writer) {
        writers.put(user, Optional.of(writer));
    }

    /// What keeps a member of the group from writing.
    AppendAnswer.@Nullable Refused forbids(UUID user) {
        Writer writer = writers.getOrDefault(user, Optional.empty()).orElse(null);
        if (writer == null) {
            return new AppendAnswer.Refused(ProblemCode.NOT_A_MEMBER);
        }
        if (writer.mutedUntil() != null) {
            return new AppendAnswer.Refused(ProblemCode.MUTED, writer.mutedUntil());
        }
        return mutedAll && !writer.leads() ? new AppendAnswer.Refused(ProblemCode.MUTED_ALL) : null;
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

    long headAfter() {
        return rows.isEmpty() ? head : rows.getLast().seq();
    }

    /// Whether it has more than the notice of a restore, or will have after this transaction.
    boolean hasBegun() {
        return head > 0 || rows.size() > (gap > 0 ? 1 : 0);
    }

    /// The number from which its first members read: that of the notice of a restore, if there is one, since they may
    /// hold what was forgotten.
    long beginning() {
        return gap > 0 ? gap : 1;
    }

    /// The number that the next message gets.
    long next() {
        return (rows.isEmpty() ? head + gap : headAfter()) + 1;
    }

    /// Whether this transaction writes the first message, and so the members.
    boolean begins() {
        return head == 0 && !rows.isEmpty();
    }

    /// One of the rows belongs to a trace that is recorded.
    void traced(Trace trace) {
        traces = traces.isEmpty() ? new ArrayList<>(1) : traces;
        traces.add(trace);
    }

    /// The recorded traces that the rows belong to.
    List<Trace> traces() {
        return traces;
    }

    List<Row> rows() {
        return rows;
    }

    /// Whether that is the id of the first notice, which this transaction writes. A client can compute it, and the
    /// notice is in no row yet that would speak against it.
    boolean isReserved(UUID messageId) {
        return head == 0 && !isGroup() && messageId.equals(begunId());
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
        return add(messageId, sender, content, digest, false);
    }

    /// Numbers a notice of the group. Its id is a new one: a member could compute any other before and take it for a
    /// message of his own, and repetition is kept out by the versions of the rows that the notice tells of.
    Row notice(@Nullable UUID actor, MessageContent content, boolean changesMembers) {
        return add(Ids.v7(), actor, content, content.digest(), changesMembers);
    }

    private Row add(
            UUID messageId, @Nullable UUID sender, MessageContent content, byte[] digest, boolean changesMembers) {
        if (gap > 0 && rows.isEmpty()) {
            MessageContent notice = Notices.restored(head + 1, head + gap);
            rows.add(new Row(head + gap, Ids.v7(), null, notice, notice.digest(), false));
        }
        Row row = new Row(headAfter() + 1, messageId, sender, content, digest, changesMembers);
        rows.add(row);
        rowsById.put(messageId, row);
        return row;
    }

    /// Writes the first notice unless it is there. That of a group comes with its first members.
    void begin(@Nullable UUID actor) {
        if (hasBegun() || isGroup()) {
            return;
        }
        MessageContent notice = isSelf() ? Notices.welcome() : Notices.conversationBegun(users());
        add(begunId(), isSelf() ? null : actor, notice, notice.digest(), true);
    }

    /// How a member of a group may write.
    ///
    /// @param leads      whether he is its owner or an admin
    /// @param mutedUntil when he may again; null when he may
    record Writer(boolean leads, @Nullable Instant mutedUntil) {}

    /// A numbered message.
    ///
    /// @param changesMembers whether who is a member changes by it
    @SuppressWarnings("ArrayRecordComponent") // compared by content where it matters
    record Row(
            long seq, UUID id, @Nullable UUID sender, MessageContent content, byte[] digest, boolean changesMembers) {
        int flags() {
            return (content.type().visible() ? Notices.VISIBLE : 0)
                    | (content.mentions() ? Notices.MENTIONS : 0)
                    | (changesMembers ? Notices.MEMBERS : 0);
        }
    }
}
