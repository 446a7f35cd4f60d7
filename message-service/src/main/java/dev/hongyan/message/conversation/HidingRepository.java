package dev.hongyan.message.conversation;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/// What members have hidden from themselves. It takes part in `readable_message`, and so in all that is read.
@ApplicationScoped
class HidingRepository {
    private final AgroalDataSource dataSource;

    @Inject
    HidingRepository(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// A message that a member may hide.
    ///
    /// @param hidden whether he has
    /// @param ranges how many ranges of numbers he has hidden in this conversation
    record Hideable(long seq, boolean hidden, int ranges) {}

    /// Empty when the user may not read such a message.
    Optional<Hideable> find(UUID user, UUID conversation, UUID message) throws SQLException {
        String sql = """
                select x.seq, x.seq <= m.cleared or m.hidden @> x.seq, (select count(*) from unnest(m.hidden))
                from message x join member m on m.conversation = x.conversation and m.user_id = ?
                  and m.state = 'member' and m.readable @> x.seq
                where x.conversation = ? and x.id = ?
                """;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, user);
            statement.setObject(2, conversation);
            statement.setObject(3, message);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new Hideable(row.getLong(1), row.getBoolean(2), row.getInt(3)))
                        : Optional.empty();
            }
        }
    }

    /// The number up to which the user has cleared the history; 0 when he never has.
    long findCleared(UUID user, UUID conversation) throws SQLException {
        String sql = "select cleared from member where conversation = ? and user_id = ?";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, conversation);
            statement.setObject(2, user);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    static int hide(Connection connection, UUID user, UUID conversation, long seq) throws SQLException {
        String sql = "update member set hidden = hidden + int8multirange(int8range(?, ?, '[]'))"
                + " where conversation = ? and user_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, seq);
            statement.setLong(2, seq);
            statement.setObject(3, conversation);
            statement.setObject(4, user);
            return statement.executeUpdate();
        }
    }

    static int clear(Connection connection, UUID user, UUID conversation, long seq) throws SQLException {
        String sql = "update member set cleared = greatest(cleared, ?),"
                + " hidden = hidden * int8multirange(int8range(?, null, '()'))"
                + " where conversation = ? and user_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, seq);
            statement.setLong(2, seq);
            statement.setObject(3, conversation);
            statement.setObject(4, user);
            return statement.executeUpdate();
        }
    }
}
