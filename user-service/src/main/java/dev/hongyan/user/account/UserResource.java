package dev.hongyan.user.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.user.limit.RateLimits;
import dev.hongyan.user.limit.Rule;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Profiles: one's own, and those of others.
@Path("/api/users")
@RolesAllowed("user")
@RunOnVirtualThread
@Tag(name = "users")
class UserResource {
    private static final int MAX_QUERY = 64;

    private final AccountService accounts;
    private final RateLimits limits;
    private final Caller caller;

    @Inject
    UserResource(AccountService accounts, RateLimits limits, Caller caller) {
        this.accounts = accounts;
        this.limits = limits;
        this.caller = caller;
    }

    /// @param next the cursor of the next page, or null
    @Schema(name = "ProfilePage")
    record Page(List<Profile> items, @Nullable String next) {}

    /// What a PATCH may say; for the description only, see {@link ProfileChange}.
    @Schema(name = "ProfilePatch")
    record Patch(
            @Nullable String displayName,
            @Nullable String avatarUrl,
            @Nullable String email,

            @Schema(description = "E.164, such as +8613800138000") @Nullable
            String phone,

            @Nullable String bio,
            @Nullable String locale,
            @Nullable PrivacyPatch privacy) {}

    @Schema(name = "PrivacyPatch")
    record PrivacyPatch(
            @Nullable Boolean findByUsername, @Nullable Boolean findByName) {}

    @GET
    @Path("/me")
    @Operation(operationId = "getMe", summary = "My profile")
    public OwnProfile me() {
        return accounts.get(caller.user()).ownProfile();
    }

    @PATCH
    @Path("/me")
    @Operation(operationId = "changeMe", summary = "Change my profile in part; null clears")
    @RequestBody(
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Patch.class)))
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = OwnProfile.class)))
    @APIResponse(responseCode = "409", description = "`email-taken`, `phone-taken`")
    public OwnProfile change(@Nullable JsonNode body) {
        if (body == null) {
            throw ProblemException.invalid("body", "object.required");
        }
        ProfileChange change = ProfileChange.read(body);
        limits.take(Rule.PROFILE_CHANGE, caller.user().toString());
        return accounts.change(caller.user(), change);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getUser", summary = "The public profile of a person")
    public Profile get(@PathParam("id") String id) {
        return accounts.get(Params.id(id)).profile();
    }

    @GET
    @Operation(
            operationId = "searchUsers",
            summary = "People by the beginning of their username, name, pinyin or initials, as their privacy allows; "
                    + "first who has just this username")
    public Page search(
            @QueryParam("query") @Nullable String query,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Check check = new Check();
        String text = check.required("query", query);
        check.length("query", text.strip(), 1, MAX_QUERY);
        check.end();
        Cursors.storable("query", text);
        int count = Params.limit(limit);
        String after = Cursors.username(cursor);
        limits.take(Rule.SEARCH, caller.user().toString());
        List<Profile> found = accounts.search(caller.user(), text, after, count + 1);
        Params.Page<Profile> page = Params.page(found, count, last -> position(last, text));
        return new Page(page.items(), page.next());
    }

    /// Where the next page begins: after who has the very username begin all others.
    private static String position(Profile last, String query) {
        return last.username().equals(Reading.searchForm(query)) ? Cursors.BEFORE_ALL : last.username();
    }
}
