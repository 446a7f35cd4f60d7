package dev.hongyan.group.member;

import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.group.MemberRole;
import dev.hongyan.group.group.Check;
import dev.hongyan.group.group.MemberCursor;
import dev.hongyan.group.limit.ChangeLimit;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.outbox.MessageClient;
import dev.hongyan.kit.outbox.MessageClient.Change;
import dev.hongyan.kit.problem.Params;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The members of a group. 202 instead of 200 or 204: it is done, and message-service will know it soon.
@Path("/api/groups")
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "members")
class MemberResource {
    private static final int MAX_NICKNAME = 60;
    private static final int MAX_MINUTES = 43_200;

    private final MemberService members;
    private final MessageClient messages;
    private final ChangeLimit limit;
    private final Caller caller;

    @Inject
    MemberResource(MemberService members, MessageClient messages, ChangeLimit limit, Caller caller) {
        this.members = members;
        this.messages = messages;
        this.limit = limit;
        this.caller = caller;
    }

    @Schema(name = "NewMembers", requiredProperties = "users")
    record NewMembers(@Nullable List<UUID> users) {}

    @Schema(name = "AddedMembers")
    record Added(List<MemberView> items) {}

    @Schema(name = "MemberPage")
    record Page(List<MemberView> items, @Nullable String next) {}

    @Schema(name = "Nickname")
    record Nickname(@Nullable String nickname) {}

    @Schema(name = "Role", requiredProperties = "role")
    record Role(@Nullable String role) {}

    @Schema(name = "Mute", requiredProperties = "minutes")
    record Mute(@Nullable Integer minutes) {}

    @GET
    @Path("/{id}/members")
    @Operation(operationId = "listMembers", summary = "The members: the owner, the admins, then by joining")
    public Page list(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        MemberService.Page page =
                members.list(Params.id(id), caller.user(), MemberCursor.read(cursor), Params.limit(limit));
        return new Page(page.items(), page.next());
    }

    @POST
    @Path("/{id}/members")
    @Operation(
            operationId = "addMembers",
            summary = "Add people; how all that were named stand. 202: it will hold soon")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Added.class)))
    @APIResponse(
            responseCode = "202",
            description = "It will hold soon",
            content = @Content(schema = @Schema(implementation = Added.class)))
    @APIResponse(responseCode = "409", description = "`group-full`")
    public Response add(@PathParam("id") String id, @Nullable NewMembers body) {
        List<UUID> users = body == null || body.users() == null ? List.of() : body.users();
        Check check = new Check();
        check.that(!users.isEmpty(), "users", "value.required");
        check.users("users", users);
        check.end();
        limit.take(caller.user());
        Change<List<MemberView>> change = members.add(Params.id(id), caller.user(), new LinkedHashSet<>(users));
        return answer(200, change.events(), new Added(change.result()));
    }

    @DELETE
    @Path("/{id}/members/{userId}")
    @Operation(operationId = "removeMember", summary = "Take somebody out, or leave oneself; 202: it will hold soon")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "202", description = "It will hold soon")
    @APIResponse(responseCode = "409", description = "`owner-must-stay`")
    public Response remove(@PathParam("id") String id, @PathParam("userId") String userId) {
        limit.take(caller.user());
        return answer(204, members.remove(Params.id(id), caller.user(), Params.id(userId)), null);
    }

    @PATCH
    @Path("/{id}/members/{userId}")
    @Operation(
            operationId = "nameMember",
            summary = "Name a member in this group: oneself, or as an admin who is below one; null clears")
    public MemberView call(@PathParam("id") String id, @PathParam("userId") String userId, @Nullable Nickname body) {
        Check check = new Check();
        check.that(body != null, "body", "object.required");
        String nickname =
                body == null || body.nickname() == null ? "" : body.nickname().strip();
        check.length("nickname", nickname, 0, MAX_NICKNAME);
        check.end();
        limit.take(caller.user());
        return members.call(Params.id(id), caller.user(), Params.id(userId), nickname.isEmpty() ? null : nickname);
    }

    @PUT
    @Path("/{id}/members/{userId}/role")
    @Operation(
            operationId = "changeRole",
            summary = "As the owner: `admin`, `member`, or `owner` to hand the group over; 202: it will hold soon")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "202", description = "It will hold soon")
    @APIResponse(responseCode = "409", description = "`owner-must-stay`, `limit-reached`: no more admins")
    public Response become(@PathParam("id") String id, @PathParam("userId") String userId, @Nullable Role body) {
        MemberRole role = role(body == null ? null : body.role());
        limit.take(caller.user());
        return answer(204, members.become(Params.id(id), caller.user(), Params.id(userId), role), null);
    }

    @PUT
    @Path("/{id}/members/{userId}/mute")
    @Operation(operationId = "muteMember", summary = "Let a member not write for some minutes; 202: it will hold soon")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "202", description = "It will hold soon")
    public Response mute(@PathParam("id") String id, @PathParam("userId") String userId, @Nullable Mute body) {
        Integer minutes = body == null ? null : body.minutes();
        Check check = new Check();
        check.that(minutes != null, "minutes", "value.required");
        check.range("minutes", minutes == null ? 1 : minutes, 1, MAX_MINUTES);
        check.end();
        limit.take(caller.user());
        Duration time = Duration.ofMinutes(minutes == null ? 1 : minutes);
        return answer(204, members.mute(Params.id(id), caller.user(), Params.id(userId), time), null);
    }

    @DELETE
    @Path("/{id}/members/{userId}/mute")
    @Operation(operationId = "unmuteMember", summary = "Let a member write again; 202: it will hold soon")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "202", description = "It will hold soon")
    public Response unmute(@PathParam("id") String id, @PathParam("userId") String userId) {
        limit.take(caller.user());
        return answer(204, members.unmute(Params.id(id), caller.user(), Params.id(userId)), null);
    }

    private Response answer(int status, List<EventEnvelope> events, @Nullable Object body) {
        return Response.status(messages.apply(events) ? status : 202)
                .entity(body)
                .build();
    }

    private static MemberRole role(@Nullable String text) {
        Check check = new Check();
        check.that(text != null, "role", "value.required");
        MemberRole role = Stream.of(MemberRole.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElse(MemberRole.MEMBER);
        check.that(role.name().toLowerCase(Locale.ROOT).equals(text), "role", "value.choice");
        check.end();
        return role;
    }
}
