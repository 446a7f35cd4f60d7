package dev.hongyan.message.log;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Notes when the database was restored from a backup, as its raised generation says. Messages that were sent after
/// the backup are gone, but devices hold them under their numbers. So the first that is written into a conversation
/// after it is a notice `restored {from, to}` with a number far above all that can have been given, and whoever holds
/// anything from `from` up to that number drops it.
@ApplicationScoped
class Restoration {
    /// More than a conversation can have grown in one generation.
    private static final long GROWTH = 1_000_000;

    private final AgroalDataSource dataSource;
    private final long generation;

    @Inject
    Restoration(AgroalDataSource dataSource, @ConfigProperty(name = "hongyan.database.generation") long generation) {
        this.dataSource = dataSource;
        this.generation = generation;
    }

    /// How many numbers may have been given since a conversation was written in the one generation, as seen from the
    /// other: for each generation that is forgotten its own, so that the same backup may be restored twice.
    static long gap(long written, long now) {
        return Math.max(0, now - written) * GROWTH;
    }

    /// Before anything is appended.
    ///
    /// @throws IllegalStateException when the database has been written in a later generation than this one:
    ///     numbers would be given twice
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 2) StartupEvent event) throws SQLException {
        String sql = """
                with k as (select ?::bigint as generation),
                n as (insert into restoration (generation, at, holds_until)
                  select generation, clock_timestamp(), (select coalesce(max(head_at), 'epoch') from conversation) from k
                  where generation > (select max(generation) from restoration) on conflict do nothing)
                select max(generation) from restoration
                """;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, generation);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (row.getLong(1) > generation) {
                    throw new IllegalStateException("hongyan.database.generation is " + generation
                            + ", but this database has been written in generation " + row.getLong(1));
                }
            }
        }
    }
}
