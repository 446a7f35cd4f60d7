package dev.hongyan.message.sync;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.message.sync.MembershipRepository.Memberships;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/// What push-service and others ask about conversations.
@Path("/internal")
@RolesAllowed("service")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class SyncResource {
    private static final int MAX_ITEMS = 200;
    /// Of one conversation; an answer is cut by size long before.
    private static final int MAX_MESSAGES = 10_000;
    private static final int MAX_CONVERSATIONS = 2_000;
    private static final int MAX_USERS = 500;
    private static final int MAX_POSITIONS = 10_000;

    private final SyncRepository sync;
    private final MembershipRepository memberships;
    private final PositionRepository positions;

    @Inject
    SyncResource(SyncRepository sync, MembershipRepository memberships, PositionRepository positions) {
        this.sync = sync;
        this.memberships = memberships;
        this.positions = positions;
    }

    record SyncRequest(
            @JsonProperty(required = true) UUID user,
            @JsonProperty(required = true) int limit,
            @Nullable List<Item> items) {
        /// @param after null = never seen
        record Item(
                @JsonProperty(required = true) UUID conversation,
                @Nullable Long after) {}
    }

    record HeadsRequest(
            @Nullable List<UUID> conversations, @Nullable List<UUID> users) {}

    record Heads(Map<UUID, Long> heads, Map<UUID, Long> versions) {}

    record PositionsRequest(
            @Nullable List<Position> read, @Nullable List<Position> received) {}

    record Position(
            @JsonProperty(required = true) UUID conversation,
            @JsonProperty(required = true) UUID user,
            @JsonProperty(required = true) long seq) {}

    @GET
    @Path("/users/{user}/conversations")
    @Operation(
            hidden = true,
            operationId = "listMemberships",
            summary = "All conversations of a user, with their heads")
    public Memberships conversations(String user) throws SQLException {
        return memberships.list(Params.id(user));
    }

    @POST
    @Path("/sync")
    @Operation(
            hidden = true,
            operationId = "sync",
            summary = "What a user has missed, one snapshot for each conversation")
    public byte[] sync(@Nullable SyncRequest body) throws SQLException {
        SyncRequest request = present(body);
        List<SyncRequest.Item> items = bounded("items", request.items(), MAX_ITEMS);
        if (request.limit() < 1 || request.limit() > MAX_MESSAGES) {
            throw ProblemException.invalid("limit", "value.range");
        }
        SyncAnswer answer = new SyncAnswer();
        sync.read(
                request.user(),
                request.limit(),
                items.stream()
                        .map(item -> new SyncRepository.Cursor(item.conversation(), item.after()))
                        .toList(),
                answer);
        return answer.finish();
    }

    @POST
    @Path("/heads")
    @Operation(hidden = true, operationId = "heads", summary = "Heads of conversations, versions of users")
    public Heads heads(@Nullable HeadsRequest body) throws SQLException {
        HeadsRequest request = present(body);
        List<UUID> users = bounded("users", request.users(), MAX_USERS);
        return new Heads(
                memberships.heads(bounded("conversations", request.conversations(), MAX_CONVERSATIONS)),
                memberships.versions(users));
    }

    @POST
    @Path("/positions")
    @Operation(hidden = true, operationId = "movePositions", summary = "Move positions of members forward, in bulk")
    public Map<String, String> positions(@Nullable PositionsRequest body) throws SQLException {
        PositionsRequest request = present(body);
        positions.move(
                bounded("read", request.read(), MAX_POSITIONS), bounded("received", request.received(), MAX_POSITIONS));
        return Map.of();
    }

    private static <T> T present(@Nullable T body) {
        if (body == null) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST);
        }
        return body;
    }

    private static <T> List<T> bounded(String field, @Nullable List<T> list, int most) {
        if (list == null) {
            return List.of();
        }
        if (list.size() > most || list.contains(null)) {
            throw ProblemException.invalid(field, "value.range");
        }
        return list;
    }
}
