package dev.hongyan.kit.identity;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;

/// Who calls a resource. Only for resources that are open to people (`@RolesAllowed("user")`) or services.
@RequestScoped
public class Caller {
    private final JsonWebToken token;

    @Inject
    Caller(JsonWebToken token) {
        this.token = token;
    }

    /// The calling user.
    public UUID user() {
        return UUID.fromString(token.getSubject());
    }

    /// The session (device) of the calling user.
    public UUID session() {
        return UUID.fromString(token.getClaim("sid"));
    }

    /// The client id of the calling service.
    public String client() {
        return token.getSubject();
    }
}
