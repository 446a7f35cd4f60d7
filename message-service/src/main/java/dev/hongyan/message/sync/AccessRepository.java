package dev.hongyan.message.sync;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a send of somebody would meet now, by the rules of an append: he is no friend or blocked; in a group, muted,
/// alone or with everyone.
///
/// The member's row is looked up in a subquery of its own: as a join PostgreSQL, which thinks of conversations as
/// small, looked for it by conversation alone and read thousands of rows for each person of a large group.
@ApplicationScoped
class AccessRepository {
    static final String FIND = """
            select k.question, k.user_id, c.kind, t.members, case c.kind
              when 'direct' then case when b.blocked then 'blocked' when f.friends is not true then 'not-friends' end
              when 'group' then case when m.muted_until > clock_timestamp() then 'muted'
                when c.muted_all and m.role not in ('owner', 'admin') then 'muted-all' end
              else 'read-only-conversation' end,
              case when c.kind = 'group' then m.muted_until end
            from unnest(?::int[], ?::uuid[], ?::uuid[]) k(question, conversation, user_id)
            join conversation c on c.id = k.conversation
            join standing(k.user_id, c.id) t on t.member
            left join lateral (select role, muted_until from member
              where conversation = k.conversation and user_id = k.user_id limit 1) m on true
            left join friendship f on f.friend = k.user_id
              and f.owner = case when c.user_a = k.user_id then c.user_b else c.user_a end
            left join block b on b.user_id = k.user_id
              and b.owner = case when c.user_a = k.user_id then c.user_b else c.user_a end
            """;

    private final AgroalDataSource dataSource;

    @Inject
    AccessRepository(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// @param kind        of the conversation; null when none of the users is a member
    /// @param memberCount how many members there are; 0 when none of the users is one
    /// @param refusals    why those members who may not write may not
    record Access(
            UUID conversation,
            List<UUID> members,
            List<UUID> canWrite,
            @Nullable String kind,
            int memberCount,
            Map<UUID, Refusal> refusals) {}

    /// @param problem code of the problem
    /// @param until   when it ends by itself
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Refusal(String problem, @Nullable Instant until) {}

    /// One answer for each question, in their order.
    List<Access> find(List<AccessResource.Question> questions) throws SQLException {
        List<Gathered> gathered = new ArrayList<>();
        List<Integer> asked = new ArrayList<>();
        List<UUID> conversations = new ArrayList<>();
        List<UUID> users = new ArrayList<>();
        for (AccessResource.Question question : questions) {
            for (UUID user : question.asked()) {
                asked.add(gathered.size());
                conversations.add(question.conversation());
                users.add(user);
            }
            gathered.add(new Gathered(question.conversation()));
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setArray(1, connection.createArrayOf("int", asked.toArray()));
            statement.setArray(2, connection.createArrayOf("uuid", conversations.toArray()));
            statement.setArray(3, connection.createArrayOf("uuid", users.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    gathered.get(row.getInt(1)).add(row);
                }
            }
        }
        return gathered.stream().map(Gathered::access).toList();
    }

    private static final class Gathered {
        private final UUID conversation;
        private final List<UUID> members = new ArrayList<>();
        private final List<UUID> canWrite = new ArrayList<>();
        private final Map<UUID, Refusal> refusals = new LinkedHashMap<>();
        private @Nullable String kind;
        private int memberCount;

        Gathered(UUID conversation) {
            this.conversation = conversation;
        }

        void add(ResultSet row) throws SQLException {
            UUID user = row.getObject(2, UUID.class);
            members.add(user);
            kind = row.getString(3);
            memberCount = row.getInt(4);
            String problem = row.getString(5);
            if (problem == null) {
                canWrite.add(user);
            } else {
                Instant until = problem.equals("muted") ? row.getTimestamp(6).toInstant() : null;
                refusals.put(user, new Refusal(problem, until));
            }
        }

        Access access() {
            return new Access(conversation, members, canWrite, kind, memberCount, refusals);
        }
    }
}
