package dev.hongyan.group.group;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.EventEnvelope;
import dev.hongyan.contracts.Ids;
import dev.hongyan.group.limit.ChangeLimit;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.outbox.MessageClient;
import dev.hongyan.kit.outbox.MessageClient.Change;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Groups. 202 instead of 200, 201 or 204: it is done, and message-service will know it soon.
///
/// Every resource below a group has this path and no longer one: a request whose method the longer one does not
/// know would be looked for here, and be 404 instead of 405.
@Path("/api/groups")
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "groups")
class GroupResource {
    private static final int MAX_ANNOUNCEMENT = 2_000;

    private final GroupService groups;
    private final MessageClient messages;
    private final ChangeLimit limit;
    private final Caller caller;

    @Inject
    GroupResource(GroupService groups, MessageClient messages, ChangeLimit limit, Caller caller) {
        this.groups = groups;
        this.messages = messages;
        this.limit = limit;
        this.caller = caller;
    }

    @Schema(name = "NewGroup", requiredProperties = "name")
    record Creation(
            @Nullable String name,
            @Nullable List<UUID> members,
            @Nullable String avatar,

            @Schema(
                    enumeration = {"open", "approval", "invitation"},
                    description = "`approval` when nothing is said")
            @Nullable
            String joinPolicy) {}

    /// What a PATCH may say; for the description only, see {@link GroupPatch}.
    @Schema(name = "GroupPatch")
    record Patch(
            @Nullable String name,

            @Schema(description = "`avatar`, as when the group is made, says the same") @Nullable
            String avatarUrl,

            @Nullable JoinPolicy joinPolicy,
            Group.@Nullable Settings settings) {}

    /// For the description only, since the text must be named even when it is null.
    @Schema(name = "Announcement", requiredProperties = "text")
    record Announcement(
            @Schema(maxLength = MAX_ANNOUNCEMENT, nullable = true) @Nullable
            String text) {}

    /// @param next the cursor of the next page, or null
    @Schema(name = "GroupPage")
    record Page(List<Group.View> items, @Nullable String next) {}

    @POST
    @Operation(operationId = "createGroup", summary = "Make a group; 202: it will hold soon")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Group.View.class)))
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Group.View.class)))
    @APIResponse(responseCode = "403", description = "`blocked`: one of the members refuses it")
    @APIResponse(responseCode = "409", description = "`group-full`")
    public Response create(@Nullable Creation body) {
        NewGroup command = checked(body);
        limit.take(caller.user());
        Change<Group.View> change = groups.create(Ids.v7(), caller.user(), command);
        return answer(201, change.events(), change.result());
    }

    @GET
    @Operation(operationId = "listGroups", summary = "My groups, or with `number` the one of that number")
    public Page list(
            @QueryParam("number") @Nullable String number,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        if (number != null) {
            // Nine digits are soon tried out by who may try as often as he likes.
            this.limit.take(caller.user());
            return new Page(groups.find(number(number), caller.user()).stream().toList(), null);
        }
        int count = Params.limit(limit);
        List<Group.View> found = groups.mine(caller.user(), Params.cursorId(cursor), count + 1);
        Params.Page<Group.View> page = Params.page(found, count, Group.View::id);
        return new Page(page.items(), page.next());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getGroup", summary = "A group of mine")
    public Group.View get(@PathParam("id") String id) {
        return groups.get(Params.id(id), caller.user());
    }

    @PATCH
    @Path("/{id}")
    @Operation(operationId = "changeGroup", summary = "Change a group in part, as an admin; 202: it will hold soon")
    @RequestBody(
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Patch.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Group.View.class)))
    @APIResponse(
            responseCode = "202",
            description = "It will hold soon",
            content = @Content(schema = @Schema(implementation = Group.View.class)))
    public Response change(@PathParam("id") String id, @Nullable JsonNode body) {
        limit.take(caller.user());
        Change<Group.View> change = groups.change(Params.id(id), caller.user(), GroupPatch.read(body));
        return answer(200, change.events(), change.result());
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "dissolveGroup", summary = "End a group for good, as its owner; 202: it will hold soon")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "202", description = "It will hold soon")
    public Response dissolve(@PathParam("id") String id) {
        limit.take(caller.user());
        return answer(204, groups.dissolve(Params.id(id), caller.user()), null);
    }

    @PUT
    @Path("/{id}/announcement")
    @Operation(
            operationId = "announce",
            summary = "Say what all are to read, as an admin; null or an empty text takes it away")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Announcement.class)))
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "202", description = "It will hold soon")
    public Response announce(@PathParam("id") String id, @Nullable JsonNode body) {
        String text = announcement(body);
        limit.take(caller.user());
        return answer(204, groups.announce(Params.id(id), caller.user(), text).events(), null);
    }

    @PUT
    @Path("/{id}/mute")
    @Operation(operationId = "muteAll", summary = "Let only the owner and the admins write; 202: it will hold soon")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "202", description = "It will hold soon")
    public Response muteAll(@PathParam("id") String id) {
        limit.take(caller.user());
        return answer(204, groups.muteAll(Params.id(id), caller.user(), true).events(), null);
    }

    @DELETE
    @Path("/{id}/mute")
    @Operation(operationId = "unmuteAll", summary = "Let all members write again; 202: it will hold soon")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "202", description = "It will hold soon")
    public Response unmuteAll(@PathParam("id") String id) {
        limit.take(caller.user());
        return answer(204, groups.muteAll(Params.id(id), caller.user(), false).events(), null);
    }

    private Response answer(int status, List<EventEnvelope> events, Group.@Nullable View group) {
        return Response.status(messages.apply(events) ? status : 202)
                .entity(group)
                .build();
    }

    private static NewGroup checked(@Nullable Creation body) {
        if (body == null) {
            throw ProblemException.invalid("body", "object.required");
        }
        Check check = new Check();
        check.that(body.name() != null, "name", "value.required");
        String name = body.name() == null ? "" : body.name().strip();
        check.name("name", name);
        List<UUID> members = body.members() == null ? List.of() : body.members();
        check.users("members", members);
        if (body.avatar() != null) {
            check.avatarUrl("avatar", body.avatar());
        }
        JoinPolicy joinPolicy = check.joinPolicy("joinPolicy", body.joinPolicy());
        check.end();
        return new NewGroup(
                name,
                body.avatar(),
                joinPolicy == null ? JoinPolicy.APPROVAL : joinPolicy,
                new LinkedHashSet<>(members));
    }

    /// What is to be read, or null for nothing; which of the two must be said.
    private static @Nullable String announcement(@Nullable JsonNode body) {
        if (body == null || !body.isObject()) {
            throw ProblemException.invalid("body", "object.required");
        }
        Check check = new Check();
        check.that(body.has("text"), "text", "value.required");
        String given = check.text("text", body.get("text"));
        String text = given == null ? "" : given.strip();
        check.length("text", text, 0, MAX_ANNOUNCEMENT);
        check.end();
        return text.isEmpty() ? null : text;
    }

    private static int number(String text) {
        Long number = Params.seq("number", text);
        if (number == null || number < GroupRepository.LOWEST_NUMBER || number > GroupRepository.HIGHEST_NUMBER) {
            throw ProblemException.invalid("number", "value.range");
        }
        return number.intValue();
    }
}
