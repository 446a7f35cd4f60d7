package dev.hongyan.message.sync;

import dev.hongyan.contracts.message.MessageContent;
import dev.hongyan.kit.json.StrictJson;
import dev.hongyan.message.log.Notices;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Reads what somebody has missed, all of a call in one snapshot.
@ApplicationScoped
class SyncRepository {
    private static final Logger LOG = Logger.getLogger(SyncRepository.class);
    private static final int FETCH_SIZE = 100;

    private final AgroalDataSource dataSource;

    @Inject
    SyncRepository(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// @param after what the reader holds up to; null = nothing yet
    record Cursor(UUID conversation, @Nullable Long after) {}

    /// How a conversation stands for the reader.
    ///
    /// @param kind null when there is no such conversation
    /// @param head    the last number that he may read; for who is out, where his last stay ended
    /// @param leftOut the last number between his cursor and the newest ones that he may read; 0 when there is none
    record Standing(
            UUID conversation,
            @Nullable Long after,
            boolean member,
            @Nullable String kind,
            long members,
            long head,
            long leftOut) {
        /// Never beyond the head: a cursor that is no number of this conversation must not keep its owner from
        /// what will be written there. And never above what he cannot read anyway, so that nothing is left out
        /// that was never his.
        long from(int limit) {
            long newest = Math.max(1, head - limit + 1);
            if (after == null) {
                return newest;
            }
            long next = Math.min(after, head) + 1;
            return next >= newest ? next : Math.max(Math.max(next, 1), leftOut + 1);
        }
    }

    void read(UUID user, int limit, List<Cursor> cursors, SyncAnswer answer) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                for (Standing standing : standings(connection, user, limit, cursors)) {
                    messages(connection, user, standing, limit, answer);
                }
            } finally {
                connection.rollback();
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                connection.setAutoCommit(true);
            }
        }
    }

    private static List<Standing> standings(Connection connection, UUID user, int limit, List<Cursor> cursors)
            throws SQLException {
        String sql = """
                select k.o, t.kind, t.member, t.members, t.head, upper((r.readable - r.hidden)
                  * int8multirange(int8range(greatest(b.next, r.cleared + 1),
                    greatest(b.next, r.cleared + 1, coalesce(t.head, 0) - ? + 1))))
                from unnest(?::uuid[], ?::int8[]) with ordinality k(id, after, o)
                left join standing(?, k.id) t on true
                left join member r on r.conversation = k.id and r.user_id = ?,
                lateral (select least(k.after, coalesce(t.head, 0)) + 1 as next) b order by k.o
                """;
        List<Standing> standings = new ArrayList<>(cursors.size());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, limit);
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", cursors.stream().map(Cursor::conversation).toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "int8", cursors.stream().map(Cursor::after).toArray()));
            statement.setObject(4, user);
            statement.setObject(5, user);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    standings.add(standing(row, user, cursors.get(row.getInt(1) - 1)));
                }
            }
        }
        return standings;
    }

    /// The `self` is there before its row is.
    private static Standing standing(ResultSet row, UUID user, Cursor cursor) throws SQLException {
        boolean self = cursor.conversation().equals(user);
        long leftOutBefore = row.getLong(6);
        return new Standing(
                cursor.conversation(),
                cursor.after(),
                self || row.getBoolean(3),
                self ? "self" : row.getString(2),
                self ? 1 : row.getLong(4),
                row.getLong(5),
                Math.max(0, leftOutBefore - 1));
    }

    private static void messages(Connection connection, UUID user, Standing standing, int limit, SyncAnswer answer)
            throws SQLException {
        long from = standing.from(limit);
        answer.begin(standing, from);
        if (from > standing.head()) {
            answer.end(from - 1);
            return;
        }
        String sql = """
                select m.seq, m.id, m.sender, (extract(epoch from m.at) * 1000)::bigint, m.flags,
                  convert_to(m.content, 'UTF8')
                from readable_message m
                where m.reader = ? and m.conversation = ? and m.seq between ? and ? order by m.seq
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH_SIZE);
            statement.setObject(1, user);
            statement.setObject(2, standing.conversation());
            statement.setLong(3, from);
            statement.setLong(4, standing.head());
            try (ResultSet row = statement.executeQuery()) {
                answer.end(add(row, standing, from, answer));
            }
        }
    }

    /// @return the last number that the answer covers
    private static long add(ResultSet row, Standing standing, long from, SyncAnswer answer) throws SQLException {
        long covered = from - 1;
        while (row.next()) {
            byte[] canonical = row.getBytes(6);
            byte[] message = MessageContent.message(
                    standing.conversation(),
                    row.getLong(1),
                    row.getObject(2, UUID.class),
                    row.getObject(3, UUID.class),
                    StrictJson.TIME.format(Instant.ofEpochMilli(row.getLong(4))),
                    canonical);
            if (!answer.add(message)) {
                return covered;
            }
            covered = row.getLong(1);
            if ((row.getInt(5) & Notices.MEMBERS) != 0) {
                answer.change(changeOf(standing.conversation(), canonical));
            }
        }
        return standing.head();
    }

    /// One that cannot be read may have changed anybody; it must not keep all that follows from its readers.
    private static Notices.MemberChange changeOf(UUID conversation, byte[] canonical) {
        try {
            return Notices.memberChange(conversation, canonical);
        } catch (RuntimeException e) {
            LOG.errorf(e, "notice cannot be read, conversation=%s", conversation);
            return new Notices.MemberChange(List.of(), List.of(), true, true);
        }
    }
}
