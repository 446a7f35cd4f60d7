package dev.hongyan.message.sync;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Who takes part where.
@ApplicationScoped
class MembershipRepository {
    private final AgroalDataSource dataSource;

    @Inject
    MembershipRepository(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// @param members how many
    record Membership(UUID conversation, String kind, long head, long members) {}

    /// All of a user's; his `self` also before its row is there.
    List<Membership> list(UUID user) throws SQLException {
        String sql = """
                select m.conversation, t.kind, t.head, t.members
                from member m join standing(m.user_id, m.conversation) t on t.member where m.user_id = ?
                """;
        List<Membership> items = new ArrayList<>();
        boolean self = false;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, user);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    UUID id = row.getObject(1, UUID.class);
                    self |= id.equals(user);
                    items.add(new Membership(id, row.getString(2), row.getLong(3), row.getLong(4)));
                }
            }
        }
        if (!self) {
            items.add(new Membership(user, "self", 0, 1));
        }
        return items;
    }

    /// For each user the sum of the versions of his member rows.
    Map<UUID, Long> versions(List<UUID> users) throws SQLException {
        String sql = """
                select k.id, coalesce(sum(m.version), 0)::bigint
                from unnest(?::uuid[]) k(id) left join member m on m.user_id = k.id group by k.id
                """;
        return numbers(sql, users);
    }

    /// Heads of the conversations that exist.
    Map<UUID, Long> heads(List<UUID> conversations) throws SQLException {
        return numbers("select c.id, c.head from conversation c where c.id = any(?::uuid[])", conversations);
    }

    private Map<UUID, Long> numbers(String sql, List<UUID> ids) throws SQLException {
        Map<UUID, Long> numbers = HashMap.newHashMap(ids.size());
        if (ids.isEmpty()) {
            return numbers;
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    numbers.put(row.getObject(1, UUID.class), row.getLong(2));
                }
            }
        }
        return numbers;
    }

    /// Members among the users, and who of them may write: friends who are not blocked; in a group who is not muted,
    /// alone or with everyone.
    SyncResource.Access access(UUID conversation, List<UUID> users) throws SQLException {
        String sql = """
                select k.id, case c.kind
                  when 'direct' then f.friends is true and b.blocked is not true
                  when 'group' then coalesce(m.muted_until <= clock_timestamp(), true)
                    and (not c.muted_all or m.role in ('owner', 'admin'))
                  else false end
                from unnest(?::uuid[]) k(id) join conversation c on c.id = ?
                join standing(k.id, c.id) t on t.member
                left join member m on m.conversation = c.id and m.user_id = k.id
                left join friendship f on f.friend = k.id and f.owner = case when c.user_a = k.id then c.user_b else c.user_a end
                left join block b on b.user_id = k.id and b.owner = case when c.user_a = k.id then c.user_b else c.user_a end
                """;
        List<UUID> members = new ArrayList<>();
        List<UUID> canWrite = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("uuid", users.toArray()));
            statement.setObject(2, conversation);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    members.add(row.getObject(1, UUID.class));
                    if (row.getBoolean(2)) {
                        canWrite.add(row.getObject(1, UUID.class));
                    }
                }
            }
        }
        return new SyncResource.Access(members, canWrite);
    }
}
