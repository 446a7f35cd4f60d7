package dev.hongyan.push.resume;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;

/// Table `device_cursor`. Plain SQL: bulk writes every few seconds are all there is to it.
@ApplicationScoped
class DeviceCursorRepository {
    private static final String UPSERT = """
            insert into device_cursor (device, conversation, seq)
            select * from unnest(?::uuid[], ?::uuid[], ?::bigint[])
            on conflict (device, conversation) do update set seq = excluded.seq where device_cursor.seq < excluded.seq
            """;

    private final DataSource database;

    @Inject
    DeviceCursorRepository(DataSource database) {
        this.database = database;
    }

    Map<UUID, Long> list(UUID device) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("select conversation, seq from device_cursor where device = ?")) {
            query.setObject(1, device);
            Map<UUID, Long> cursors = new HashMap<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    cursors.put(rows.getObject(1, UUID.class), rows.getLong(2));
                }
            }
            return cursors;
        }
    }

    /// Moves cursors forward; none moves back. No two of the list name the same row.
    void upsert(List<DeviceCursor> cursors) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(UPSERT)) {
            update.setArray(1, array(connection, "uuid", cursors.stream().map(DeviceCursor::device)));
            update.setArray(2, array(connection, "uuid", cursors.stream().map(DeviceCursor::conversation)));
            update.setArray(3, array(connection, "bigint", cursors.stream().map(DeviceCursor::seq)));
            update.executeUpdate();
        }
    }

    void delete(UUID device) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("delete from device_cursor where device = ?")) {
            delete.setObject(1, device);
            delete.executeUpdate();
        }
    }

    private static Array array(Connection connection, String type, Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }
}
