package dev.hongyan.user.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.hongyan.user.account.OwnProfile;
import dev.hongyan.user.session.Grant;
import dev.hongyan.user.session.RefreshCookie;
import dev.hongyan.user.token.AccessTokens;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What a person gets who is signed in now.
@ApplicationScoped
class SignInAnswers {
    private final AccessTokens tokens;
    private final RefreshCookie cookie;

    @Inject
    SignInAnswers(AccessTokens tokens, RefreshCookie cookie) {
        this.tokens = tokens;
        this.cookie = cookie;
    }

    /// @param refreshToken left out when it is in a cookie
    /// @param expiresIn    seconds that the access token lives
    @Schema(name = "SignIn")
    record Answer(
            OwnProfile user,
            String accessToken,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String refreshToken,

            long expiresIn) {}

    /// Whether the refresh token goes into a cookie; asked before anything is done, because it may be refused.
    boolean wantsCookie(HttpServerRequest request) {
        return cookie.isWanted(request);
    }

    Response answer(int status, SignIn signIn, boolean inCookie, HttpServerRequest request) {
        Grant grant = signIn.grant();
        String access = tokens.ofUser(grant.user(), grant.session(), grant.username());
        String inBody = inCookie ? null : grant.refreshToken();
        Response.ResponseBuilder response = Response.status(status)
                .entity(new Answer(signIn.user(), access, inBody, tokens.life().toSeconds()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (inCookie) {
            response.cookie(cookie.of(request, grant.refreshToken()));
        }
        return response.build();
    }
}
