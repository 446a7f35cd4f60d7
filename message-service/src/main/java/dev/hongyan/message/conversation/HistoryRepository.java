package dev.hongyan.message.conversation;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/// The log as a member may read it.
@ApplicationScoped
class HistoryRepository {
    private final AgroalDataSource dataSource;

    @Inject
    HistoryRepository(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// The last number that the user may read; empty for who is no member now.
    OptionalLong findHead(UUID user, UUID conversation) throws SQLException {
        String sql = "select head from standing(?, ?) where member";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, user);
            statement.setObject(2, conversation);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    List<StoredMessage> list(UUID user, UUID conversation, long from, long to) throws SQLException {
        String sql = "select " + StoredMessage.COLUMNS
                + " from readable_message x where x.reader = ? and x.member and x.conversation = ?"
                + " and x.seq between ? and ? order by x.seq";
        List<StoredMessage> messages = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, user);
            statement.setObject(2, conversation);
            statement.setLong(3, from);
            statement.setLong(4, to);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    messages.add(StoredMessage.read(conversation, row, 1));
                }
            }
        }
        return messages;
    }

    /// The number of the last message below that one; they are neighbours but for the numbers that a restore left out.
    long findPrevious(UUID conversation, long seq) throws SQLException {
        return findNeighbour("select max(seq) from message where conversation = ? and seq < ?", conversation, seq);
    }

    /// The number of the first message above that one.
    long findNext(UUID conversation, long seq) throws SQLException {
        return findNeighbour("select min(seq) from message where conversation = ? and seq > ?", conversation, seq);
    }

    private long findNeighbour(String sql, UUID conversation, long seq) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, conversation);
            statement.setLong(2, seq);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /// Moves the read position forward; false when it stood there or further.
    boolean updateRead(UUID user, UUID conversation, long seq) throws SQLException {
        String sql = "update member set read_seq = ?, received_seq = greatest(received_seq, ?)"
                + " where conversation = ? and user_id = ? and state = 'member' and read_seq < ?";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, seq);
            statement.setLong(2, seq);
            statement.setObject(3, conversation);
            statement.setObject(4, user);
            statement.setLong(5, seq);
            return statement.executeUpdate() > 0;
        }
    }
}
