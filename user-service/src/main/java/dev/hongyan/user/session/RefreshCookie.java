package dev.hongyan.user.session;

import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.NewCookie;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// The refresh token of a browser: in a cookie that scripts cannot read, sent to `/api/auth` only.
@ApplicationScoped
public class RefreshCookie {
    /// The cookie's name.
    static final String NAME = "hongyan_refresh";

    private static final String MODE_HEADER = "X-Session";
    private static final String MODE = "cookie";
    private static final String PATH = "/api/auth";
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private final List<String> allowedOrigins;
    private final int maxAgeSeconds;

    @Inject
    RefreshCookie(@ConfigProperty(name = "hongyan.allowed-origins") List<String> allowedOrigins, SessionConfig config) {
        this.allowedOrigins = allowedOrigins;
        this.maxAgeSeconds = Math.toIntExact(config.inactivity().toSeconds());
    }

    /// Whether the caller wants the refresh token in a cookie. From a foreign origin that is refused: nobody is to be
    /// signed in by a page of somebody else.
    public boolean isWanted(HttpServerRequest request) {
        if (!MODE.equals(request.getHeader(MODE_HEADER))) {
            return false;
        }
        String origin = request.getHeader("Origin");
        if (origin != null) {
            requireOwn(origin);
        }
        return true;
    }

    /// The token that came in the cookie, or null. Requires the own origin, since a browser adds the cookie by itself.
    @Nullable
    String read(HttpServerRequest request) {
        var cookie = request.getCookie(NAME);
        if (cookie == null) {
            return null;
        }
        requireOwn(request.getHeader("Origin"));
        return cookie.getValue();
    }

    /// The cookie that carries the token.
    public NewCookie of(HttpServerRequest request, String token) {
        return cookie(request, token, maxAgeSeconds);
    }

    /// The cookie that takes the token away.
    NewCookie cleared(HttpServerRequest request) {
        return cookie(request, "", 0);
    }

    private NewCookie cookie(HttpServerRequest request, String value, int maxAge) {
        return new NewCookie.Builder(NAME)
                .value(value)
                .path(PATH)
                .maxAge(maxAge)
                .httpOnly(true)
                .secure(!isLocal(request))
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }

    private void requireOwn(@Nullable String origin) {
        if (origin == null || !allowedOrigins.contains(origin)) {
            throw new ProblemException(ProblemCode.FOREIGN_ORIGIN);
        }
    }

    /// Without TLS a browser keeps a Secure cookie on no other host than this one, and some not even there.
    /// A foreign origin is not parsed: it may be any text, and decides nothing.
    private boolean isLocal(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null || !allowedOrigins.contains(origin)) {
            return allowedOrigins.stream().allMatch(RefreshCookie::isLocalOrigin);
        }
        return isLocalOrigin(origin);
    }

    private static boolean isLocalOrigin(String origin) {
        URI uri = URI.create(origin);
        return "http".equals(uri.getScheme()) && uri.getHost() != null && LOCAL.contains(uri.getHost());
    }
}
