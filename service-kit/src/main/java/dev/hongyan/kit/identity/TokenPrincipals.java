package dev.hongyan.kit.identity;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;

/// Lets the framework's authentication use our verifier, so that a request and a socket are judged alike.
@ApplicationScoped
@Alternative
@Priority(1)
class TokenPrincipals extends JWTCallerPrincipalFactory {
    private final TokenVerifier verifier;

    @Inject
    TokenPrincipals(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo info) throws ParseException {
        try {
            return new DefaultJWTCallerPrincipal(verifier.claims(token));
        } catch (TokenVerifier.InvalidTokenException e) {
            throw new ParseException(e.getMessage(), e);
        }
    }
}
