package dev.hongyan.message.sync;

import io.agroal.api.AgroalDataSource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// Tells who keeps something that a message shows which of them may be lost: the restores of this database.
@Path("/internal/restorations")
@RolesAllowed("service")
@Produces(MediaType.APPLICATION_JSON)
class RestorationsResource {
    private final AgroalDataSource dataSource;

    @Inject
    RestorationsResource(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// A generation that began with a restore.
    ///
    /// @param holdsUntil what was written later and before the restore is lost
    record Restored(long generation, Instant holdsUntil) {}

    record Restorations(List<Restored> items) {}

    @GET
    @RunOnVirtualThread
    @Operation(
            hidden = true,
            operationId = "listRestorations",
            summary = "The restores of the database, and until when each held what was written")
    public Restorations list() throws SQLException {
        String sql =
                "select generation, holds_until from restoration where holds_until is not null order by generation";
        List<Restored> items = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                items.add(new Restored(rows.getLong(1), rows.getTimestamp(2).toInstant()));
            }
        }
        return new Restorations(items);
    }
}
