package dev.hongyan.user.token;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;

/// SQL of signing keys. All times are the database's. What is compared is the clock and not the beginning of the
/// transaction: an instance that waited for the lock must see the key that another one made meanwhile as begun.
@ApplicationScoped
class SigningKeyRepository {
    /// A number of our own, so that this lock meets no other.
    static final long ROTATION_LOCK = 0x686f6e6779616e01L;

    private final EntityManager sql;

    @Inject
    SigningKeyRepository(EntityManager sql) {
        this.sql = sql;
    }

    /// @param signsNow whether its time to sign has come
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record StoredKey(String kid, byte[] publicKey, byte[] privateKey, boolean signsNow) {}

    /// One instance at a time decides about a new key, until its transaction ends; false when another one is at it.
    boolean tryLockRotation() {
        return (Boolean) sql.createNativeQuery("select pg_try_advisory_xact_lock(:key)")
                .setParameter("key", ROTATION_LOCK)
                .getSingleResult();
    }

    /// The published keys, the one that began to sign last first.
    @SuppressWarnings("unchecked")
    List<StoredKey> list() {
        List<Object[]> rows = sql.createNativeQuery("""
                        select kid, public_key, private_key, signs_from <= clock_timestamp() from signing_key
                        where expires_at > now() order by signs_from desc, kid""").getResultList();
        return rows.stream()
                .map(row -> new StoredKey((String) row[0], (byte[]) row[1], (byte[]) row[2], (Boolean) row[3]))
                .toList();
    }

    /// Whether there is a key that may sign now, be it past its time for a moment.
    boolean canSign() {
        return (Boolean) sql.createNativeQuery("""
                        select exists (select from signing_key
                            where signs_from <= clock_timestamp() and expires_at > clock_timestamp())""").getSingleResult();
    }

    /// Whether it is still the time of some key when `ahead` has passed.
    boolean covers(Duration ahead, Duration signsFor) {
        return (Boolean) sql.createNativeQuery("""
                        select exists (select from signing_key
                            where signs_from + cast(:life as double precision) * interval '1 second'
                                > clock_timestamp() + cast(:ahead as double precision) * interval '1 second')""")
                .setParameter("ahead", ahead.toSeconds())
                .setParameter("life", signsFor.toSeconds())
                .getSingleResult();
    }

    /// Stores a key that signs when `startsIn` has passed and is published for `published` from then on.
    void insert(StoredKey key, Duration startsIn, Duration published) {
        sql.createNativeQuery("""
                        insert into signing_key (kid, public_key, private_key, signs_from, expires_at)
                        values (:kid, :public, :private,
                            now() + cast(:start as double precision) * interval '1 second',
                            now() + cast(:end as double precision) * interval '1 second')""")
                .setParameter("kid", key.kid())
                .setParameter("public", key.publicKey())
                .setParameter("private", key.privateKey())
                .setParameter("start", startsIn.toSeconds())
                .setParameter("end", startsIn.plus(published).toSeconds())
                .executeUpdate();
    }

    void deleteExpired() {
        sql.createNativeQuery("delete from signing_key where expires_at <= now()")
                .executeUpdate();
    }
}
