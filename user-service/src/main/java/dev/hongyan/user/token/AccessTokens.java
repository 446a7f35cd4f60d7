package dev.hongyan.user.token;

import dev.hongyan.kit.identity.ServiceToken;
import dev.hongyan.kit.identity.ServiceToken.Issued;
import dev.hongyan.kit.identity.Token;
import io.quarkus.runtime.Startup;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Issues access tokens: JWTs of some minutes, signed with RS256.
@ApplicationScoped
@Startup // a life that is refused ends the start and not the first sign-in
public class AccessTokens implements ServiceToken.Issuer {
    /// How long a service's token lives.
    static final Duration SERVICE_LIFE = Duration.ofMinutes(10);

    private static final String AUDIENCE = "hongyan";

    private final SigningKeys keys;
    private final String issuer;
    private final String clientId;
    private final Duration life;

    @Inject
    AccessTokens(
            SigningKeys keys,
            @ConfigProperty(name = "hongyan.issuer") String issuer,
            @ConfigProperty(name = "hongyan.service.client-id") String clientId,
            @ConfigProperty(name = "hongyan.access-token.life", defaultValue = "PT10M") Duration life,
            @ConfigProperty(name = "hongyan.access-token.longest-life") Duration longest) {
        // Every service forgets an ended session some time after that; a token that outlived it would bring the session
        // back to life.
        if (life.toSeconds() < 1 || life.compareTo(longest) > 0) {
            throw new IllegalStateException("HONGYAN_ACCESS_TOKEN_LIFE (hongyan.access-token.life) is " + life
                    + ", and must be from a second to " + longest + " (hongyan.access-token.longest-life)");
        }
        this.keys = keys;
        this.issuer = issuer;
        this.clientId = clientId;
        this.life = life;
    }

    /// How long a person's token lives.
    public Duration life() {
        return life;
    }

    /// A token of a person's session.
    public String ofUser(UUID user, UUID session, String username) {
        return sign(
                Jwt.claims()
                        .subject(user.toString())
                        .claim("sid", session.toString())
                        .upn(username)
                        .groups(Token.USER),
                life);
    }

    /// The token with which this service itself calls the others.
    @Override
    public Issued issue() {
        return new Issued(ofService(clientId), SERVICE_LIFE);
    }

    String ofService(String client) {
        return sign(Jwt.claims().subject(client).upn(client).groups(Token.SERVICE), SERVICE_LIFE);
    }

    private String sign(JwtClaimsBuilder claims, Duration lifetime) {
        SigningKeys.Signer signer = keys.signer();
        Instant now = Instant.now();
        return claims.issuer(issuer)
                .audience(AUDIENCE)
                .issuedAt(now)
                .expiresAt(now.plus(lifetime))
                .claim("jti", UUID.randomUUID().toString())
                .jws()
                .algorithm(SignatureAlgorithm.RS256)
                .keyId(signer.kid())
                .header("typ", Token.TYPE)
                .sign(signer.key());
    }
}
