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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How far the others have read.
@ApplicationScoped
class ReadersRepository {
    private static final UUID LOWEST = new UUID(0, 0);
    /// The counts are of all, whatever the page.
    private static final String FIND = """
            with x as materialized (select conversation, seq, sender from readable_message
              where reader = ? and member and conversation = ? and id = ?),
            o as materialized (select o.user_id, o.read_seq >= x.seq as has_read
              from x join member o on o.conversation = x.conversation and o.state = 'member'
                and o.readable @> x.seq and o.user_id is distinct from x.sender)
            select c.read, c.unread, p.user_id, p.has_read
            from x, (select count(*) filter (where has_read) as read, count(*) filter (where not has_read) as unread from o) c
            left join (select * from o where user_id > ? order by user_id limit ?) p on true
            order by p.user_id
            """;

    private final AgroalDataSource dataSource;

    @Inject
    ReadersRepository(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// A member other than the sender, who may read the message.
    record Reader(UUID user, boolean hasRead) {}

    /// Some of them, by their ids, and how many there are in all.
    record Readers(List<Reader> some, int read, int unread) {}

    /// Empty when the user may not read such a message.
    Optional<Readers> find(UUID user, UUID conversation, UUID message, @Nullable UUID after, int limit)
            throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setObject(1, user);
            statement.setObject(2, conversation);
            statement.setObject(3, message);
            statement.setObject(4, after == null ? LOWEST : after);
            statement.setInt(5, limit);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    private static Readers read(ResultSet row) throws SQLException {
        List<Reader> some = new ArrayList<>();
        Readers readers = new Readers(some, row.getInt(1), row.getInt(2));
        do {
            UUID other = row.getObject(3, UUID.class);
            if (other != null) {
                some.add(new Reader(other, row.getBoolean(4)));
            }
        } while (row.next());
        return readers;
    }
}
