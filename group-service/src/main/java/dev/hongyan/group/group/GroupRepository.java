package dev.hongyan.group.group;

import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.kit.outbox.EventSource;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// SQL of groups. One that is dissolved is found by nobody.
@ApplicationScoped
class GroupRepository implements PanacheRepositoryBase<Group, UUID>, EventSource {
    static final int LOWEST_NUMBER = 100_000_000;
    static final int HIGHEST_NUMBER = 999_999_999;

    private static final UUID LOWEST = new UUID(0, 0);
    private static final String TAKE_NUMBER =
            "insert into group_number (number) values (:number) on conflict do nothing";
    private static final String MINE = """
            select g, m from ChatGroup g join Member m on m.groupId = g.id
            where m.userId = :user and m.member and not g.dissolved and g.id > :after order by g.id""";

    private final SecureRandom random = new SecureRandom();

    /// A group of somebody's, and his role in it.
    record Mine(Group group, MemberRole role) {}

    Optional<Group> find(UUID id) {
        return find("id = ?1 and not dissolved", id).singleResultOptional();
    }

    Optional<Group> lock(UUID id) {
        return find("id = ?1 and not dissolved", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .singleResultOptional();
    }

    /// The same when it is dissolved.
    Optional<Group> lockAny(UUID id) {
        return find("id", id).withLock(LockModeType.PESSIMISTIC_WRITE).singleResultOptional();
    }

    Optional<Group> findByNumber(int number) {
        return find("number = ?1 and not dissolved", number).singleResultOptional();
    }

    /// In the order of their ids, which is that of their beginnings.
    List<Mine> listOf(UUID user, @Nullable UUID after, int limit) {
        return getEntityManager()
                .createQuery(MINE, Object[].class)
                .setParameter("user", user)
                .setParameter("after", after == null ? LOWEST : after)
                .setMaxResults(limit)
                .getResultStream()
                .map(row -> new Mine((Group) row[0], ((Member) row[1]).role()))
                .toList();
    }

    /// A number that no group has ever had. The insert decides between two who draw the same.
    int drawNumber() {
        while (true) {
            int number = random.nextInt(LOWEST_NUMBER, HIGHEST_NUMBER + 1);
            int taken = getEntityManager()
                    .createNativeQuery(TAKE_NUMBER)
                    .setParameter("number", number)
                    .executeUpdate();
            if (taken == 1) {
                return number;
            }
        }
    }

    @Override
    public Page changed(Span span, Instant at) {
        List<Group> rows = list("updatedAt >= ?1 and updatedAt < ?2 order by updatedAt" + FIRST_ROWS, at, span.to());
        return Page.of(rows, group -> Stream.of(group.changed()), Group::updatedAt);
    }
}
