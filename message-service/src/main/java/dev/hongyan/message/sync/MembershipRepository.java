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

    /// @param versions the sum of the versions of his member rows
    record Memberships(long versions, List<Membership> items) {}

    /// All of a user's, in one snapshot; his `self` also before its row is there.
    Memberships list(UUID user) throws SQLException {
        String sql = """
                select v.versions, l.conversation, l.kind, l.head, l.members
                from (select coalesce(sum(version), 0)::bigint as versions from member where user_id = ?) v
                left join (select m.conversation, t.kind, t.head, t.members
                  from member m join standing(m.user_id, m.conversation) t on t.member where m.user_id = ?) l on true
                """;
        long versions = 0;
        List<Membership> items = new ArrayList<>();
        boolean self = false;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, user);
            statement.setObject(2, user);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    versions = row.getLong(1);
                    UUID id = row.getObject(2, UUID.class);
                    self |= user.equals(id);
                    if (id != null) {
                        items.add(new Membership(id, row.getString(3), row.getLong(4), row.getLong(5)));
                    }
                }
            }
        }
        if (!self) {
            items.add(new Membership(user, "self", 0, 1));
        }
        return new Memberships(versions, items);
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
}
