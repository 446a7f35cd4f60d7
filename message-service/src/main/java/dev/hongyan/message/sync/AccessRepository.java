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
@ApplicationScoped
class AccessRepository {
    private static final String FIND = """
            select c.id, k.user_id, c.kind, t.members, case c.kind
              when 'direct' then case when b.blocked then 'blocked' when f.friends is not true then 'not-friends' end
              when 'group' then case when m.muted_until > clock_timestamp() then 'muted'
                when c.muted_all and m.role not in ('owner', 'admin') then 'muted-all' end
              else 'read-only-conversation' end,
              case when c.kind = 'group' then m.muted_until end
            from unnest(?::uuid[], ?::uuid[]) k(conversation, user_id) join conversation c on c.id = k.conversation
            join standing(k.user_id, c.id) t on t.member
            left join member m on m.conversation = c.id and m.user_id = k.user_id
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
        Map<UUID, Gathered> gathered = new LinkedHashMap<>();
        List<UUID> conversations = new ArrayList<>();
        List<UUID> users = new ArrayList<>();
        for (AccessResource.Question question : questions) {
            gathered.put(question.conversation(), new Gathered());
            for (UUID user : question.users()) {
                conversations.add(question.conversation());
                users.add(user);
            }
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setArray(1, connection.createArrayOf("uuid", conversations.toArray()));
            statement.setArray(2, connection.createArrayOf("uuid", users.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Gathered of = gathered.get(row.getObject(1, UUID.class));
                    if (of != null) {
                        of.add(row);
                    }
                }
            }
        }
        return questions.stream()
                .map(question -> gathered.getOrDefault(question.conversation(), new Gathered())
                        .access(question.conversation()))
                .toList();
    }

    private static final class Gathered {
        private final List<UUID> members = new ArrayList<>();
        private final List<UUID> canWrite = new ArrayList<>();
        private final Map<UUID, Refusal> refusals = new LinkedHashMap<>();
        private @Nullable String kind;
        private int memberCount;

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

        Access access(UUID conversation) {
            return new Access(conversation, members, canWrite, kind, memberCount, refusals);
        }
    }
}
