package dev.hongyan.message.log;

import dev.hongyan.contracts.message.Append;
import dev.hongyan.kit.trace.Step;
import dev.hongyan.message.log.Target.Row;
import dev.hongyan.message.log.Target.Writer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The three statements of a batch, on a connection whose transaction the caller ends.
final class LogTransaction {
    private final LogConnection connection;
    private final Step step;

    LogTransaction(LogConnection connection) {
        this(connection, Step.NONE);
    }

    /// @param step what the statements belong to
    LogTransaction(LogConnection connection, Step step) {
        this.connection = connection;
        this.step = step;
    }

    void commit() throws SQLException {
        Step own = step.query("COMMIT");
        try {
            connection.commit();
        } catch (SQLException e) {
            own.failed(e);
            throw e;
        } finally {
            own.close();
        }
    }

    private ResultSet answer(String summary, PreparedStatement statement) throws SQLException {
        Step own = step.query(summary);
        try {
            return statement.executeQuery();
        } catch (SQLException e) {
            own.failed(e);
            throw e;
        } finally {
            own.close();
        }
    }

    /// Takes the rule lock (shared) and the rows of the conversations, those that exist and, unless `wait`, are
    /// free.
    Map<UUID, Target> lock(Set<UUID> conversations, boolean wait, Duration timeLeft) throws SQLException {
        List<UUID> ids = List.copyOf(conversations);
        PreparedStatement statement = connection.lock(wait);
        statement.setObject(1, BinaryArray.uuids(new ArrayList<>(ids)));
        statement.setLong(2, connection.deadlineMillis(timeLeft));
        Map<UUID, Target> targets = HashMap.newHashMap(ids.size());
        try (ResultSet rows = answer("SELECT conversation", statement)) {
            while (rows.next()) {
                UUID id = ids.get(rows.getInt(1) - 1);
                targets.put(
                        id,
                        new Target(
                                id,
                                rows.getString(2),
                                rows.getLong(3),
                                rows.getObject(4, UUID.class),
                                rows.getObject(5, UUID.class),
                                rows.getBoolean(6),
                                Restoration.gap(rows.getLong(7), connection.generation())));
            }
        }
        return targets;
    }

    /// What the database says against single entries, how the senders into groups stand there, and which of the
    /// conversations that were not locked exist.
    Findings read(List<Entry> entries, Map<UUID, Target> locked) throws SQLException {
        List<UUID> missing = new ArrayList<>();
        Set<UUID> seenMissing = new HashSet<>();
        Questions questions = new Questions(entries.size());
        for (Entry entry : entries) {
            Target target = locked.get(entry.conversation());
            if (target != null) {
                questions.add(entry.append(), target);
            } else {
                questions.add(entry.append(), null);
                if (seenMissing.add(entry.conversation())) {
                    missing.add(entry.conversation());
                }
            }
        }
        PreparedStatement statement = connection.read();
        questions.bind(statement);
        statement.setObject(7, BinaryArray.uuids(new ArrayList<>(missing)));
        Finding[] findings = new Finding[entries.size()];
        Set<UUID> existing = new HashSet<>();
        try (ResultSet rows = answer("SELECT message", statement)) {
            while (rows.next()) {
                int ordinal = rows.getInt(1);
                if (ordinal < 0) {
                    existing.add(missing.get(-ordinal - 1));
                } else if (rows.getString(8) != null) {
                    questions.groups.get(ordinal - 1).admit(questions.members.get(ordinal - 1), writer(rows));
                } else {
                    findings[ordinal - 1] = finding(rows);
                }
            }
        }
        return new Findings(findings, existing);
    }

    private static Writer writer(ResultSet row) throws SQLException {
        long until = row.getLong(3);
        Instant mutedUntil = row.wasNull() ? null : Instant.ofEpochMilli(until);
        return new Writer(!row.getString(8).equals("member"), mutedUntil);
    }

    private static Finding finding(ResultSet row) throws SQLException {
        long seq = row.getLong(2);
        Instant at = Instant.ofEpochMilli(row.getLong(3));
        byte[] digest = row.getBytes(5);
        return new Finding(
                seq,
                at,
                row.getObject(4, UUID.class),
                digest == null ? new byte[0] : digest,
                row.getBoolean(6),
                row.getBoolean(7));
    }

    /// Writes what has been appended to the targets and the one outbox row that names it; null when there is
    /// nothing.
    ///
    /// @param acknowledged outbox rows that are to go
    @Nullable
    Written write(Iterable<Target> targets, List<Long> acknowledged) throws SQLException {
        List<Target> changed = new ArrayList<>();
        int count = 0;
        for (Target target : targets) {
            if (!target.rows().isEmpty()) {
                changed.add(target);
                count += target.rows().size();
            }
        }
        if (changed.isEmpty()) {
            return null;
        }
        PreparedStatement statement = connection.write();
        bindMessages(statement, changed, count);
        statement.setLong(8, connection.generation());
        bindHeads(statement, changed);
        bindMembers(statement, changed);
        statement.setObject(13, BinaryArray.longs(acknowledged));
        try (ResultSet row = answer("INSERT message", statement)) {
            row.next();
            return new Written(row.getLong(1), Instant.ofEpochMilli(row.getLong(2)), changed, count);
        }
    }

    private static void bindMessages(PreparedStatement statement, List<Target> changed, int count) throws SQLException {
        List<UUID> conversations = new ArrayList<>(count);
        List<UUID> ids = new ArrayList<>(count);
        List<@Nullable UUID> senders = new ArrayList<>(count);
        List<byte[]> contents = new ArrayList<>(count);
        List<byte[]> digests = new ArrayList<>(count);
        long[] seqs = new long[count];
        int[] flags = new int[count];
        int i = 0;
        for (Target target : changed) {
            for (Row row : target.rows()) {
                conversations.add(target.id());
                ids.add(row.id());
                senders.add(row.sender());
                contents.add(row.content().canonical());
                digests.add(row.digest());
                seqs[i] = row.seq();
                flags[i++] = row.flags();
            }
        }
        statement.setObject(1, BinaryArray.uuids(new ArrayList<>(conversations)));
        statement.setObject(2, BinaryArray.longs(seqs));
        statement.setObject(3, BinaryArray.uuids(new ArrayList<>(ids)));
        statement.setObject(4, BinaryArray.uuids(senders));
        statement.setObject(5, BinaryArray.ints(flags));
        statement.setObject(6, BinaryArray.texts(contents));
        statement.setObject(7, BinaryArray.byteas(digests));
    }

    private static void bindHeads(PreparedStatement statement, List<Target> changed) throws SQLException {
        List<@Nullable UUID> ids = new ArrayList<>(changed.size());
        long[] from = new long[changed.size()];
        long[] to = new long[changed.size()];
        for (int i = 0; i < from.length; i++) {
            Target target = changed.get(i);
            ids.add(target.id());
            from[i] = target.rows().getFirst().seq();
            to[i] = target.headAfter();
        }
        BinaryArray heads = BinaryArray.longs(to);
        BinaryArray conversations = BinaryArray.uuids(ids);
        statement.setObject(9, conversations);
        statement.setObject(10, heads);
        statement.setObject(14, conversations);
        statement.setObject(15, BinaryArray.longs(from));
        statement.setObject(16, heads);
    }

    private static void bindMembers(PreparedStatement statement, List<Target> changed) throws SQLException {
        List<@Nullable UUID> conversations = new ArrayList<>();
        List<@Nullable UUID> users = new ArrayList<>();
        for (Target target : changed) {
            if (target.begins()) {
                for (UUID user : target.users()) {
                    conversations.add(target.id());
                    users.add(user);
                }
            }
        }
        statement.setObject(11, BinaryArray.uuids(conversations));
        statement.setObject(12, BinaryArray.uuids(users));
    }

    /// Distinct conversations, in the order in which they come.
    static Set<UUID> conversations(List<Entry> entries) {
        Set<UUID> ids = LinkedHashSet.newLinkedHashSet(entries.size());
        entries.forEach(entry -> ids.add(entry.conversation()));
        return ids;
    }

    /// The columns of the reading statement: of the entries, and of the senders into groups, each once.
    private static final class Questions {
        private final List<@Nullable UUID> conversations;
        private final List<@Nullable UUID> ids;
        private final List<@Nullable UUID> senders;
        private final List<@Nullable UUID> peers;
        private final List<Target> groups = new ArrayList<>(0);
        private final List<UUID> members = new ArrayList<>(0);

        Questions(int size) {
            conversations = new ArrayList<>(size);
            ids = new ArrayList<>(size);
            senders = new ArrayList<>(size);
            peers = new ArrayList<>(size);
        }

        void add(Append append, @Nullable Target target) {
            conversations.add(append.conversation());
            ids.add(append.id());
            senders.add(append.sender());
            peers.add(target == null ? null : target.peerOf(append.sender()));
            if (target != null && target.isGroup() && target.meets(append.sender())) {
                groups.add(target);
                members.add(append.sender());
            }
        }

        void bind(PreparedStatement statement) throws SQLException {
            statement.setObject(1, BinaryArray.uuids(conversations));
            statement.setObject(2, BinaryArray.uuids(ids));
            statement.setObject(3, BinaryArray.uuids(senders));
            statement.setObject(4, BinaryArray.uuids(peers));
            statement.setObject(
                    5,
                    BinaryArray.uuids(
                            new ArrayList<>(groups.stream().map(Target::id).toList())));
            statement.setObject(6, BinaryArray.uuids(new ArrayList<>(members)));
        }
    }

    /// What stands against an entry.
    ///
    /// @param seq     of the message that is there already, or 0
    /// @param friends whether the other one of a direct conversation has the sender among his friends
    @SuppressWarnings("ArrayRecordComponent") // compared by content where it matters
    record Finding(long seq, Instant at, @Nullable UUID sender, byte[] digest, boolean blocked, boolean friends) {}

    /// @param byEntry    null where there is nothing to say
    /// @param notLocked  conversations that exist but were not free
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Findings(@Nullable Finding[] byEntry, Set<UUID> notLocked) {}

    /// What a transaction has written.
    record Written(long outboxId, Instant at, List<Target> targets, int messages) {}
}
