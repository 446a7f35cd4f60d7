package dev.hongyan.user.session;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.user.token.AccessTokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Going on with a session, and ending one.
@Path("/api/auth")
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "sessions")
class SessionResource {
    private final SessionService sessions;
    private final AccessTokens tokens;
    private final RefreshCookie cookie;
    private final Caller caller;
    private final MeterRegistry metrics;

    @Inject
    SessionResource(
            SessionService sessions, AccessTokens tokens, RefreshCookie cookie, Caller caller, MeterRegistry metrics) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.cookie = cookie;
        this.caller = caller;
        this.metrics = metrics;
    }

    @Schema(name = "Refresh")
    record Refresh(@Nullable String refreshToken) {}

    /// @param next the cursor of the next page, or null
    @Schema(name = "SessionPage")
    record Page(List<SessionView> items, @Nullable String next) {}

    @POST
    @Path("/refresh")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermitAll
    @Operation(
            operationId = "refresh",
            summary = "A new pair of tokens; the refresh token works once, replaying it ends the session")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Tokens.class)))
    @APIResponse(responseCode = "401", description = "`unauthenticated`: no token at all; `session-ended`")
    public Response refresh(@Nullable Refresh body, @Context HttpServerRequest request) {
        boolean wantsCookie = cookie.isWanted(request);
        String given = body == null ? null : body.refreshToken();
        String token = given == null ? cookie.read(request) : given;
        if (token == null) {
            throw new ProblemException(ProblemCode.UNAUTHENTICATED); // a browser whose cookie has gone
        }
        return switch (sessions.refresh(token)) {
            case RefreshOutcome.Refreshed(Grant grant) -> answer(grant, wantsCookie || given == null, request);
            case RefreshOutcome.Refused() -> throw refused("refresh-refused");
            case RefreshOutcome.Reused() -> throw refused("token-reuse");
        };
    }

    @POST
    @Path("/logout")
    @Operation(operationId = "logout", summary = "End this session everywhere, at once")
    @APIResponse(responseCode = "204")
    public Response logout(@Context HttpServerRequest request) {
        sessions.endOne(caller.user(), caller.session(), EndReason.LOGOUT);
        Response.ResponseBuilder response = Response.noContent();
        if (request.getCookie(RefreshCookie.NAME) != null) {
            response.cookie(cookie.cleared(request));
        }
        return response.build();
    }

    @GET
    @Path("/sessions")
    @Operation(operationId = "listSessions", summary = "My devices that are signed in, newest first")
    public Page list(@QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        int count = Params.limit(limit);
        List<SessionView> found = sessions.list(caller.user(), caller.session(), Params.cursorId(cursor), count + 1);
        return found.size() <= count
                ? new Page(found, null)
                : new Page(
                        found.subList(0, count),
                        Params.cursor(found.get(count - 1).id().toString()));
    }

    @DELETE
    @Path("/sessions/{id}")
    @Operation(operationId = "endSession", summary = "Sign one of my devices out")
    public void end(@PathParam("id") String id) {
        if (!sessions.endOne(caller.user(), Params.id(id), EndReason.SIGNED_OUT)) {
            throw new ProblemException(ProblemCode.NOT_FOUND);
        }
    }

    private Response answer(Grant grant, boolean inCookie, HttpServerRequest request) {
        String access = tokens.ofUser(grant.user(), grant.session(), grant.username());
        String inBody = inCookie ? null : grant.refreshToken();
        Response.ResponseBuilder response = Response.ok(
                        new Tokens(access, inBody, tokens.life().toSeconds()))
                .header("Cache-Control", "no-store");
        if (inCookie) {
            response.cookie(cookie.of(request, grant.refreshToken()));
        }
        return response.build();
    }

    private ProblemException refused(String reason) {
        metrics.counter("im_auth_fail", "reason", reason).increment();
        return new ProblemException(ProblemCode.SESSION_ENDED);
    }
}
