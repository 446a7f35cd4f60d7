package dev.hongyan.user.session;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// SQL of sessions and their refresh tokens. Every rule about time is judged by the database's clock.
@ApplicationScoped
class SessionRepository implements PanacheRepositoryBase<Session, UUID> {
    private static final String SECONDS = " * interval '1 second'";

    void insert(UUID id, UUID account, Device device, long lifeSeconds) {
        sql("""
                insert into session (id, account, device_name, device_platform, created_at, last_used_at, expires_at)
                values (:id, :account, :name, :platform, now(), now(), now() + cast(:life as double precision)""" + SECONDS + ")")
                .setParameter("id", id)
                .setParameter("account", account)
                .setParameter("name", device.name())
                .setParameter("platform", device.platform())
                .setParameter("life", lifeSeconds)
                .executeUpdate();
    }

    void insertToken(byte[] hash, UUID session, long lifeSeconds) {
        sql("""
                insert into refresh_token (hash, session, issued_at, expires_at)
                values (:hash, :session, now(), now() + cast(:life as double precision)""" + SECONDS + ")")
                .setParameter("hash", hash)
                .setParameter("session", session)
                .setParameter("life", lifeSeconds)
                .executeUpdate();
    }

    /// The session of a refresh token whose time is not over, used or not.
    Optional<UUID> findByToken(byte[] hash) {
        return first(sql("select session from refresh_token where hash = :hash and expires_at > now()")
                .setParameter("hash", hash));
    }

    /// Locks a session that is alive and answers its account and username. The lock makes refreshes of one session
    /// come one after the other.
    Optional<Object[]> lockAlive(UUID session) {
        return first(sql("""
                        select session.account, account.username from session join account on account.id = session.account
                        where session.id = :id and session.ended_at is null and session.expires_at > now()
                        for no key update of session""").setParameter("id", session));
    }

    /// Uses a token up; false when it was used before.
    boolean useToken(byte[] hash) {
        return sql("update refresh_token set used_at = now() where hash = :hash and used_at is null")
                        .setParameter("hash", hash)
                        .executeUpdate()
                == 1;
    }

    void touch(UUID session) {
        sql("update session set last_used_at = now() where id = :id")
                .setParameter("id", session)
                .executeUpdate();
    }

    /// The sessions of a user that are alive, newest first.
    @SuppressWarnings("unchecked")
    List<Session> listAlive(UUID account, @Nullable UUID before, int limit) {
        return getEntityManager()
                .createNativeQuery("""
                        select * from session
                        where account = :account and ended_at is null and expires_at > now()
                          and exists (select from refresh_token
                              where refresh_token.session = session.id and used_at is null and refresh_token.expires_at > now())
                          and id < coalesce(cast(cast(:before as text) as uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff')
                        order by id desc limit :limit""", Session.class)
                .setParameter("account", account)
                .setParameter("before", before == null ? null : before.toString())
                .setParameter("limit", limit)
                .getResultList();
    }

    /// Locks those of a user's sessions that have not ended, in order: only `one`, or all but `spared`.
    @SuppressWarnings("unchecked")
    List<UUID> lockNotEnded(UUID account, @Nullable UUID one, @Nullable UUID spared) {
        return sql("""
                        select id from session where account = :account and ended_at is null
                          and (cast(:one as text) is null or id = cast(cast(:one as text) as uuid))
                          and (cast(:spared as text) is null or id <> cast(cast(:spared as text) as uuid))
                        order by id for no key update""")
                .setParameter("account", account)
                .setParameter("one", one == null ? null : one.toString())
                .setParameter("spared", spared == null ? null : spared.toString())
                .getResultList();
    }

    void markEnded(UUID session) {
        sql("update session set ended_at = now() where id = :id")
                .setParameter("id", session)
                .executeUpdate();
        sql("delete from refresh_token where session = :id")
                .setParameter("id", session)
                .executeUpdate();
    }

    void deleteExpiredTokens() {
        sql("delete from refresh_token where expires_at <= now()").executeUpdate();
    }

    private Query sql(String text) {
        return getEntityManager().createNativeQuery(text);
    }

    @SuppressWarnings("unchecked")
    private static <T> Optional<T> first(Query query) {
        return (Optional<T>) query.getResultList().stream().findFirst();
    }
}
