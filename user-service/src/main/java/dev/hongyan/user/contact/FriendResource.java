package dev.hongyan.user.contact;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.contracts.message.MessageContentReader;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.outbox.MessageClient;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.user.account.Check;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// My friends.
@Path("/api/friends")
@RolesAllowed("user")
@RunOnVirtualThread
@Tag(name = "contacts")
class FriendResource {
    private static final int MAX_ALIAS = 64;
    private static final int MAX_TAGS = 20;
    private static final int MAX_TAG = 32;

    private final Friendships friendships;
    private final MessageClient messages;
    private final Caller caller;

    @Inject
    FriendResource(Friendships friendships, MessageClient messages, Caller caller) {
        this.friendships = friendships;
        this.messages = messages;
        this.caller = caller;
    }

    /// @param next the cursor of the next page, or null
    @Schema(name = "FriendPage")
    record Page(List<Friendships.Friend> items, @Nullable String next) {}

    /// What a PATCH may say; for the description only.
    @Schema(name = "FriendPatch")
    record Patch(@Nullable String alias, @Nullable List<String> tags) {}

    @GET
    @Operation(operationId = "listFriends", summary = "My friends")
    public Page list(@QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        int count = Params.limit(limit);
        List<Friendships.Friend> found = friendships.list(caller.user(), Params.cursorId(cursor), count + 1);
        return found.size() <= count
                ? new Page(found, null)
                : new Page(
                        found.subList(0, count),
                        Params.cursor(found.get(count - 1).user().id().toString()));
    }

    @PATCH
    @Path("/{userId}")
    @Operation(operationId = "labelFriend", summary = "What I call a friend, and my tags for him; null clears")
    @RequestBody(
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Patch.class)))
    public Friendships.Friend label(@PathParam("userId") String userId, @Nullable JsonNode body) {
        UUID friend = Params.id(userId);
        return friendships.label(caller.user(), friend, read(body));
    }

    @DELETE
    @Path("/{userId}")
    @Operation(operationId = "removeFriend", summary = "End a friendship on both sides; 202: it will hold soon")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "202", description = "It will hold soon")
    public Response remove(@PathParam("userId") String userId) {
        boolean applied = messages.apply(friendships.remove(caller.user(), Params.id(userId)));
        return Response.status(applied ? 204 : 202).build();
    }

    private static Friendships.Label read(@Nullable JsonNode body) {
        if (body == null || !body.isObject()) {
            throw ProblemException.invalid("body", "object.required");
        }
        Check check = new Check();
        JsonNode alias = body.path("alias");
        String name = alias.isTextual() ? alias.asText().strip() : "";
        check.that(alias.isMissingNode() || alias.isNull() || alias.isTextual(), "alias", "value.type");
        check.that(MessageContentReader.isStorable(name), "alias", "value.unicode");
        check.length("alias", name, 0, MAX_ALIAS);
        List<String> tags = tags(check, body.path("tags"));
        check.end();
        return new Friendships.Label(!alias.isMissingNode(), name.isEmpty() ? null : name, tags);
    }

    private static @Nullable List<String> tags(Check check, JsonNode given) {
        if (given.isMissingNode()) {
            return null;
        }
        List<String> tags = new ArrayList<>();
        check.that(given.isArray() || given.isNull(), "tags", "value.type");
        check.that(given.size() <= MAX_TAGS, "tags", "value.length");
        for (JsonNode each : given) {
            String tag = each.isTextual() ? each.asText().strip() : "";
            check.that(each.isTextual(), "tags", "value.type");
            check.that(MessageContentReader.isStorable(tag), "tags", "value.unicode");
            check.length("tags", tag, 1, MAX_TAG);
            tags.add(tag);
        }
        return tags.stream().distinct().toList();
    }
}
