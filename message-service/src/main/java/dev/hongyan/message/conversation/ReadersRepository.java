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
    private static final String OTHERS = """
            from member o where o.conversation = x.conversation and o.state = 'member' and o.readable @> x.seq
              and o.user_id is distinct from x.sender""";
    private static final String FIND = """
            with x as materialized (select conversation, seq, sender from readable_message
              where reader = ? and member and conversation = ? and id = ?)
            select c.read, c.unread, p.user_id, p.has_read from x
            cross join lateral (%1$s) c
            left join lateral (select o.user_id, o.read_seq >= x.seq as has_read %2$s
              and o.user_id > ? order by o.user_id limit ?) p on true
            order by p.user_id
            """;
    private static final String FIND_FIRST = FIND.formatted("""
            select count(*) filter (where o.read_seq >= x.seq) as read,
              count(*) filter (where o.read_seq < x.seq) as unread\s""" + OTHERS, OTHERS);
    private static final String FIND_NEXT = FIND.formatted("select ?::int4 as read, ?::int4 as unread", OTHERS);

    private final AgroalDataSource dataSource;

    @Inject
    ReadersRepository(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// A member other than the sender, who may read the message.
    record Reader(UUID user, boolean hasRead) {}

    /// How many there are in all.
    record Counts(int read, int unread) {}

    /// Where a page begins.
    ///
    /// @param user   the last of the page before
    /// @param counts what was counted for the first page: to read a large group to its end is not to count it
    ///     each time. Null when nobody knows any more
    record After(UUID user, @Nullable Counts counts) {}

    /// Some of them, by their ids.
    record Readers(List<Reader> some, Counts counts) {}

    /// Empty when the user may not read such a message.
    ///
    /// @param after null for the first page
    Optional<Readers> find(UUID user, UUID conversation, UUID message, @Nullable After after, int limit)
            throws SQLException {
        Counts counts = after == null ? null : after.counts();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(counts == null ? FIND_FIRST : FIND_NEXT)) {
            int column = 0;
            statement.setObject(++column, user);
            statement.setObject(++column, conversation);
            statement.setObject(++column, message);
            if (counts != null) {
                statement.setInt(++column, counts.read());
                statement.setInt(++column, counts.unread());
            }
            statement.setObject(++column, after == null ? LOWEST : after.user());
            statement.setInt(++column, limit);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    private static Readers read(ResultSet row) throws SQLException {
        List<Reader> some = new ArrayList<>();
        Readers readers = new Readers(some, new Counts(row.getInt(1), row.getInt(2)));
        do {
            UUID other = row.getObject(3, UUID.class);
            if (other != null) {
                some.add(new Reader(other, row.getBoolean(4)));
            }
        } while (row.next());
        return readers;
    }
}
