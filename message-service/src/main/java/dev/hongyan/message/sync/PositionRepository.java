package dev.hongyan.message.sync;

import dev.hongyan.message.sync.SyncResource.Position;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/// Positions of members, which only move forward and never beyond the head.
@ApplicationScoped
class PositionRepository {
    private final AgroalDataSource dataSource;

    @Inject
    PositionRepository(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// Rows are locked in the order of their keys, so that instances that move the same ones do not wait for each
    /// other in a circle. A position that stands already is not written.
    void move(List<Position> read, List<Position> received) throws SQLException {
        String sql = """
                with k as (select conversation, user_id, max(read) as read, max(received) as received
                    from unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::bigint[]) u(conversation, user_id, read, received)
                    group by conversation, user_id),
                t as (select m.conversation, m.user_id, least(k.read, c.head) as read, least(k.received, c.head) as received
                    from k join member m on m.conversation = k.conversation and m.user_id = k.user_id
                    join conversation c on c.id = k.conversation
                    where m.state = 'member'
                      and (m.read_seq < least(k.read, c.head) or m.received_seq < least(k.received, c.head))
                    order by m.conversation, m.user_id for no key update of m)
                update member m set read_seq = greatest(m.read_seq, t.read),
                  received_seq = greatest(m.received_seq, t.received)
                from t where m.conversation = t.conversation and m.user_id = t.user_id
                """;
        List<Position> all = Stream.concat(read.stream(), received.stream()).toList();
        if (all.isEmpty()) {
            return;
        }
        Long[] reads = new Long[all.size()];
        Long[] receiveds = new Long[all.size()];
        for (int i = 0; i < reads.length; i++) {
            reads[i] = i < read.size() ? all.get(i).seq() : 0L;
            receiveds[i] = i < read.size() ? 0L : all.get(i).seq();
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", all.stream().map(Position::conversation).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", all.stream().map(Position::user).toArray()));
            statement.setArray(3, connection.createArrayOf("int8", reads));
            statement.setArray(4, connection.createArrayOf("int8", receiveds));
            statement.executeUpdate();
        }
    }
}
