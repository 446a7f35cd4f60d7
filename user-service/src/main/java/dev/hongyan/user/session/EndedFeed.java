package dev.hongyan.user.session;

import dev.hongyan.contracts.user.SessionEnded;
import dev.hongyan.kit.database.Versions;
import dev.hongyan.kit.outbox.EventSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The numbered list of ended sessions. Numbers become visible in their order, because whoever takes one holds the
/// counter's row until his transaction ends: so who asks for what follows the last number he has, misses nothing.
@ApplicationScoped
class EndedFeed implements EventSource {
    static final int PAGE = 1_000;
    /// For clocks that differ.
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final EntityManager sql;
    private final Versions versions;
    private final Duration matters;

    @Inject
    EndedFeed(
            EntityManager sql,
            Versions versions,
            @ConfigProperty(name = "hongyan.access-token.longest-life") Duration longestLife) {
        this.sql = sql;
        this.versions = versions;
        this.matters = longestLife.plus(MARGIN);
    }

    record Entry(long number, UUID session, UUID user, Instant endedAt) {}

    /// Numbers the session in the running transaction.
    @Transactional(Transactional.TxType.MANDATORY)
    SessionEnded add(UUID session, UUID account, EndReason reason) {
        long number = ((Number) sql.createNativeQuery("""
                        update ended_session_counter set last = greatest(last, :floor) + 1 where id = 1
                        returning last""")
                        .setParameter("floor", versions.floor())
                        .getSingleResult())
                .longValue();
        sql.createNativeQuery("""
                        insert into ended_session (number, session, account, reason, ended_at)
                        values (:number, :session, :account, :reason, now())""")
                .setParameter("number", number)
                .setParameter("session", session)
                .setParameter("account", account)
                .setParameter("reason", reason.text())
                .executeUpdate();
        return new SessionEnded(session, account, number, reason.text());
    }

    /// What follows a number; after 0 only what can still matter, since no token lives longer.
    @Transactional
    List<Entry> listAfter(long number) {
        return rows(sql.createNativeQuery("""
                        select number, session, account, ended_at from ended_session
                        where number > :number and (:number > 0 or ended_at > now() - cast(:matters as double precision) * interval '1 second')
                        order by number limit :limit""")
                        .setParameter("number", number)
                        .setParameter("matters", matters.toSeconds())
                        .setParameter("limit", PAGE))
                .stream()
                .map(row -> new Entry((Long) row[0], (UUID) row[1], (UUID) row[2], (Instant) row[3]))
                .toList();
    }

    @Override
    public Page changed(Span span, Instant at) {
        List<Object[]> rows = rows(
                sql.createNativeQuery("""
                        select number, session, account, reason, ended_at from ended_session
                        where ended_at >= :at and ended_at < :to order by ended_at""" + FIRST_ROWS).setParameter("at", at).setParameter("to", span.to()));
        return Page.of(rows, row -> Stream.of(ended(row)), row -> (Instant) row[4]);
    }

    private static SessionEnded ended(Object[] row) {
        return new SessionEnded((UUID) row[1], (UUID) row[2], (Long) row[0], (String) row[3]);
    }

    @SuppressWarnings("unchecked")
    private static List<Object[]> rows(Query query) {
        return query.getResultList();
    }
}
