package dev.hongyan.message.rule;

import dev.hongyan.contracts.group.MemberChanged;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.message.rule.GroupTransition.MemberRow;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rows of groups, read and written for all of a transaction at once. Whoever calls holds the
/// conversations.
final class GroupRepository {
    private GroupRepository() {}

    static Map<UUID, GroupState> findGroups(Connection connection, List<UUID> groups) throws SQLException {
        String sql = """
                select c.id, coalesce(p.version, 0), p.name, p.avatar_url, p.announcement, c.muted_all,
                  coalesce(p.dissolved, false), c.members
                from unnest(?::uuid[]) k(id) join conversation c on c.id = k.id and c.kind = 'group'
                left join group_profile p on p.conversation = c.id
                """;
        Map<UUID, GroupState> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, uuids(connection, groups.stream()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.put(
                            row.getObject(1, UUID.class),
                            new GroupState(
                                    row.getLong(2),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getString(5),
                                    row.getBoolean(6),
                                    row.getBoolean(7),
                                    row.getInt(8)));
                }
            }
        }
        return found;
    }

    /// By group and user, of those whom the changes name, who have a row.
    static Map<UUID, Map<UUID, MemberState>> findMembers(Connection connection, Collection<GroupChange> changes)
            throws SQLException {
        String sql = """
                select m.conversation, m.user_id, m.version, m.state = 'member', coalesce(m.role, 'member'), m.muted_until
                from unnest(?::uuid[], ?::uuid[]) k(conversation, user_id)
                join member m on m.conversation = k.conversation and m.user_id = k.user_id
                """;
        List<MemberChanged> named =
                changes.stream().flatMap(change -> change.members().stream()).toList();
        Map<UUID, Map<UUID, MemberState>> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, uuids(connection, named.stream().map(MemberChanged::group)));
            statement.setArray(2, uuids(connection, named.stream().map(MemberChanged::user)));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.computeIfAbsent(row.getObject(1, UUID.class), _ -> new HashMap<>())
                            .put(row.getObject(2, UUID.class), member(row));
                }
            }
        }
        return found;
    }

    private static MemberState member(ResultSet row) throws SQLException {
        OffsetDateTime until = row.getObject(6, OffsetDateTime.class);
        return new MemberState(
                row.getLong(3),
                row.getBoolean(4),
                MemberRole.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                until == null ? null : until.toInstant());
    }

    /// A stay begins with the number of the notice that tells of it and ends with that of the other. Who
    /// comes has nothing unread. Rows are locked in the order of their keys, as those are who move
    /// positions.
    static void writeMembers(Connection connection, List<MemberRow> rows) throws SQLException {
        String sql = """
                insert into member (conversation, user_id, version, state, role, muted_until, readable, read_seq, received_seq)
                select k.conversation, k.user_id, k.version, k.state, k.role,
                  timestamptz 'epoch' + k.muted_until * interval '1 millisecond',
                  case k.state when 'member' then int8multirange(int8range(k.seq, null)) else '{}' end, k.seq, k.seq
                from unnest(?::uuid[], ?::uuid[], ?::int8[], ?::text[], ?::text[], ?::int8[], ?::int8[])
                  k(conversation, user_id, version, state, role, muted_until, seq)
                order by k.conversation, k.user_id
                on conflict (conversation, user_id) do update set version = excluded.version, state = excluded.state,
                  role = excluded.role, muted_until = excluded.muted_until,
                  readable = case when member.state = excluded.state then member.readable
                    when excluded.state = 'member' then member.readable + excluded.readable
                    else member.readable * int8multirange(int8range(null, excluded.read_seq, '[]')) end,
                  read_seq = greatest(member.read_seq, case excluded.state when 'member' then excluded.read_seq end),
                  received_seq = greatest(member.received_seq, case excluded.state when 'member' then excluded.read_seq end)
                """;
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int column = 0;
            statement.setArray(++column, uuids(connection, rows.stream().map(MemberRow::group)));
            statement.setArray(++column, uuids(connection, rows.stream().map(MemberRow::user)));
            statement.setArray(
                    ++column,
                    longs(connection, rows.stream().map(row -> row.state().version())));
            statement.setArray(
                    ++column,
                    texts(connection, rows.stream().map(row -> row.state().member() ? "member" : "left")));
            statement.setArray(
                    ++column,
                    texts(
                            connection,
                            rows.stream().map(row -> row.state().role().name().toLowerCase(Locale.ROOT))));
            statement.setArray(
                    ++column,
                    longs(
                            connection,
                            rows.stream().map(row -> millis(row.state().mutedUntil()))));
            statement.setArray(++column, longs(connection, rows.stream().map(MemberRow::seq)));
            statement.executeUpdate();
        }
    }

    /// Ends the stay of everybody with that number; answers who was in. Versions rise, so that devices see
    /// that something has changed; later events of these rows are not looked at any more.
    static List<UUID> takeAllOut(Connection connection, UUID group, long seq) throws SQLException {
        String sql = """
                update member set state = 'left', version = version + 1,
                  readable = readable * int8multirange(int8range(null, ?, '[]'))
                where conversation = ? and state = 'member' returning user_id
                """;
        List<UUID> out = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, seq);
            statement.setObject(2, group);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    out.add(row.getObject(1, UUID.class));
                }
            }
        }
        return out;
    }

    static void writeGroups(Connection connection, Map<UUID, GroupState> groups) throws SQLException {
        String sql = """
                update conversation c set muted_all = k.muted_all, members = k.members
                from unnest(?::uuid[], ?::bool[], ?::int8[]) k(id, muted_all, members)
                where c.id = k.id and (c.muted_all <> k.muted_all or c.members <> k.members)
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, uuids(connection, groups.keySet().stream()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "bool",
                            groups.values().stream().map(GroupState::mutedAll).toArray()));
            statement.setArray(3, longs(connection, groups.values().stream().map(state -> (long) state.members())));
            statement.executeUpdate();
        }
    }

    static void writeProfiles(Connection connection, List<UUID> groups, Map<UUID, GroupState> states)
            throws SQLException {
        String sql = """
                insert into group_profile (conversation, version, name, avatar_url, announcement, dissolved)
                values (?, ?, ?, ?, ?, ?)
                on conflict (conversation) do update set version = excluded.version, name = excluded.name,
                  avatar_url = excluded.avatar_url, announcement = excluded.announcement, dissolved = excluded.dissolved
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (UUID group : groups) {
                GroupState state = Objects.requireNonNull(states.get(group));
                statement.setObject(1, group);
                statement.setLong(2, state.version());
                statement.setString(3, state.name());
                statement.setString(4, state.avatarUrl());
                statement.setString(5, state.announcement());
                statement.setBoolean(6, state.dissolved());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static Array uuids(Connection connection, Stream<UUID> values) throws SQLException {
        return connection.createArrayOf("uuid", values.toArray());
    }

    private static Array longs(Connection connection, Stream<@Nullable Long> values) throws SQLException {
        return connection.createArrayOf("int8", values.toArray());
    }

    private static Array texts(Connection connection, Stream<String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray());
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }
}
