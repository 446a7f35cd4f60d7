package dev.hongyan.group.joining;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// SQL of invitations. The clock of the database decides what is over.
@ApplicationScoped
class InvitationRepository {
    private final EntityManager sql;

    @Inject
    InvitationRepository(EntityManager sql) {
        this.sql = sql;
    }

    /// @param open whether it has time and uses left
    record Invitation(UUID group, UUID creator, boolean open) {}

    /// @return when it ends
    Instant insert(String hash, UUID group, UUID creator, int maxUses, int hours) {
        return (Instant) sql.createNativeQuery("""
                        insert into invitation (hash, group_id, creator, max_uses, uses, expires_at, created_at)
                        values (:hash, :group, :creator, :uses, 0, now() + :hours * interval '1 hour', now())
                        returning expires_at""")
                .setParameter("hash", hash)
                .setParameter("group", group)
                .setParameter("creator", creator)
                .setParameter("uses", maxUses)
                .setParameter("hours", hours)
                .getSingleResult();
    }

    @SuppressWarnings("unchecked")
    Optional<Invitation> find(String hash) {
        return sql.createNativeQuery("""
                        select group_id, creator, uses < max_uses and expires_at > now()
                        from invitation where hash = :hash""")
                .setParameter("hash", hash)
                .getResultStream()
                .map(row -> {
                    Object[] columns = (Object[]) row;
                    return new Invitation((UUID) columns[0], (UUID) columns[1], (Boolean) columns[2]);
                })
                .findFirst();
    }

    /// Those that somebody may still follow.
    int countOpen(UUID group) {
        return ((Number) sql.createNativeQuery("""
                        select count(*) from invitation
                        where group_id = :group and uses < max_uses and expires_at > now()""").setParameter("group", group).getSingleResult()).intValue();
    }

    /// Takes away those that are over for so long that nobody wonders why they do not work any more.
    void deleteEnded(UUID group) {
        sql.createNativeQuery(
                        "delete from invitation where group_id = :group and expires_at < now() - interval '7 days'")
                .setParameter("group", group)
                .executeUpdate();
    }

    void use(String hash) {
        sql.createNativeQuery("update invitation set uses = uses + 1 where hash = :hash")
                .setParameter("hash", hash)
                .executeUpdate();
    }
}
