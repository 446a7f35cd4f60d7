package dev.hongyan.group.group;

import dev.hongyan.kit.outbox.EventSource;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// SQL of members.
@ApplicationScoped
class MemberRepository implements PanacheRepositoryBase<Member, Member.Key>, EventSource {
    private static final String IN_ORDER = """
            select * from member
            where group_id = :group and member and (rank, joined_at, user_id) > (:rank, :joined, :user)
            order by rank, joined_at, user_id limit :limit""";

    /// Who stands in the row, member or not.
    Optional<Member> find(UUID group, UUID user) {
        return findByIdOptional(new Member.Key(group, user));
    }

    Optional<Member> findMember(UUID group, UUID user) {
        return find(group, user).filter(Member::isMember);
    }

    /// The rows of these people, of members and of those who were.
    Map<UUID, Member> listRows(UUID group, Collection<UUID> users) {
        return users.isEmpty()
                ? Map.of()
                : find("groupId = ?1 and userId in ?2", group, users).stream()
                        .collect(Collectors.toMap(Member::user, Function.identity()));
    }

    /// The owner first.
    List<UUID> listAdmins(UUID group, int limit) {
        return find("groupId = ?1 and member and role <> 'member' order by role desc, userId", group)
                .range(0, limit - 1)
                .stream()
                .map(Member::user)
                .toList();
    }

    int countAdmins(UUID group) {
        return (int) count("groupId = ?1 and member and role = 'admin'", group);
    }

    @SuppressWarnings("unchecked")
    List<Member> list(UUID group, MemberCursor after, int limit) {
        return getEntityManager()
                .createNativeQuery(IN_ORDER, Member.class)
                .setParameter("group", group)
                .setParameter("rank", after.rank())
                .setParameter("joined", after.joinedAt())
                .setParameter("user", after.user())
                .setParameter("limit", limit)
                .getResultList();
    }

    @Override
    public Page changed(Span span, Instant at) {
        List<Member> rows = list("updatedAt >= ?1 and updatedAt < ?2 order by updatedAt" + FIRST_ROWS, at, span.to());
        return Page.of(rows, member -> Stream.of(member.changed()), Member::updatedAt);
    }
}
